/** The command line as a process of its own, for a platform whose name no name server has. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outcomeOf } from '../local/local-gomeet.ts';
import type { Cluster } from './cluster.ts';
import { program } from './programs.ts';
import { root } from './set-up.ts';

interface Answer<T> {
  readonly exitCode: number | null;
  readonly data: T;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly stderr: string;
}

/** Runs a command with `--target kubernetes --json` and returns its document. */
export type ClusterGomeet = <T>(...words: string[]) => Promise<Answer<T>>;

/** To this process alone, the test overlay's name is the first node. */
const named = 'mount --bind "$1" /etc/hosts; shift; exec "$@"';

/** @param folder where it runs and leaves its reports */
export function gomeetOn({ plane, nodes }: Cluster, folder: string): ClusterGomeet {
  const hosts = join(folder, 'hosts');
  writeFileSync(hosts, `127.0.0.1 localhost\n${nodes[0]?.address} gomeet.test\n`);
  const env = { ...process.env, CI: '1', KUBECONFIG: plane.kubeconfig, GOMEET_KUBECTL: program('kubectl') };
  return async (...words) => {
    const command = [join(root, 'bin', 'gomeet'), ...words, '--target', 'kubernetes', '--json'];
    const child = spawn('unshare', ['--mount', 'sh', '-c', named, 'sh', hosts, ...command], {
      cwd: folder,
      env,
    });
    const { exitCode, stdout, stderr } = await outcomeOf(child);
    return { ...JSON.parse(stdout), exitCode, stderr };
  };
}
