/** The command line as a process of its own, for a platform whose name no name server has. */
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outcomeOf } from '../local/local-gomeet.ts';
import type { Cluster } from './cluster.ts';
import { program } from './programs.ts';
import { root } from './set-up.ts';

interface Answer<T> {
  readonly exitCode: number | null;
  readonly data: T;
  readonly error: { readonly code: string; readonly message: string; readonly hint: string } | null;
  readonly warnings: readonly string[];
  readonly stderr: string;
}

export interface ClusterGomeet {
  /** Runs a command with `--json` and returns its document. */
  run<T>(...words: string[]): Promise<Answer<T>>;
  /** Starts it for a caller who does not wait for its end. */
  start(...words: string[]): ChildProcess;
  answerOf<T>(child: ChildProcess): Promise<Answer<T>>;
}

/** To this process alone, the test overlay's name is the first node. */
const named = 'mount --bind "$1" /etc/hosts; shift; exec "$@"';

/** A program for which `gomeet.test` is the first node. It has the caller's process id, so that a signal reaches it. */
export function spawnOn(
  { nodes }: Pick<Cluster, 'nodes'>,
  command: readonly string[],
  { folder, env = {} }: { folder: string; env?: Readonly<Record<string, string>> },
): ChildProcess {
  const hosts = join(folder, 'hosts');
  writeFileSync(hosts, `127.0.0.1 localhost\n${nodes[0]?.address} gomeet.test\n`);
  return spawn('unshare', ['--mount', 'sh', '-c', named, 'sh', hosts, ...command], {
    cwd: folder,
    env: { ...process.env, ...env },
  });
}

/**
 * @param folder where it runs and leaves its reports
 * @param project whose manifests it deploys
 */
export function gomeetOn(cluster: Cluster, folder: string, project = root): ClusterGomeet {
  const env = { CI: '1', KUBECONFIG: cluster.plane.kubeconfig, GOMEET_KUBECTL: program('kubectl') };
  const start = (...words: string[]): ChildProcess => {
    const command = [join(project, 'bin', 'gomeet'), ...words, '--json'];
    return spawnOn(cluster, command, { folder, env });
  };
  const answerOf = async <T>(child: ChildProcess): Promise<Answer<T>> => {
    const { exitCode, stdout, stderr } = await outcomeOf(child);
    return { ...JSON.parse(stdout), exitCode, stderr };
  };
  return { start, answerOf, run: (...words) => answerOf(start(...words)) };
}
