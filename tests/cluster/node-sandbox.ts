/**
 * What a node's programs live in: a mount namespace and a process namespace of their own, in the network namespace of
 * the node, and one control group. Killing its first process kills all that ever started in it, and every mount and
 * network namespace of a pod goes with it; only the control group's folders are left to remove.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../local/local-gomeet.ts';
import type { NodeNetwork } from './network.ts';
import { program } from './programs.ts';

export interface NodeSandbox extends AsyncDisposable {
  /** The control group of all that runs on the node, from the root of each hierarchy. */
  readonly controlGroup: string;
  /** Starts a program of the node; what it says goes to `<name>.log`. */
  start(name: string, path: string, args: readonly string[]): ChildProcess;
  /** Runs a program on the node to its end and returns what it said. */
  run(path: string, args: readonly string[]): Buffer;
}

/** Folders that programs insist on, by the node's own that stand in for them. */
const ownFolders = [
  '/run/containerd',
  '/run/netns',
  '/var/lib/cni',
  '/var/lib/kubelet',
  '/var/log/pods',
  '/var/log/containers',
];

/** @param folder where the node keeps its data and logs */
export async function openSandbox(folder: string, network: NodeNetwork): Promise<NodeSandbox> {
  const controlGroup = `/${network.namespace}`;
  for (const hierarchy of hierarchies()) mkdirSync(`${hierarchy}${controlGroup}`, { recursive: true });
  const log = openSync(join(folder, 'sandbox.log'), 'a');
  const first = spawn(
    'setpriv',
    [
      // A test that is killed takes its nodes along.
      '--pdeathsig=KILL',
      'nsenter',
      `--net=/run/netns/${network.namespace}`,
      'unshare',
      '--mount',
      '--propagation=private',
      '--pid',
      '--fork',
      '--kill-child',
      '--mount-proc',
      'sh',
      '-c',
      prepare,
      'sh',
      folder,
      program('pause'),
      ...ownFolders,
    ],
    { stdio: ['ignore', log, log] },
  );
  const ready = join(folder, 'ready');
  await until(`${network.namespace} has its namespaces`, () => existsSync(ready));
  const target = childOf(first.pid ?? 0);
  const entered = [`--target=${target}`, '--mount', '--pid', '--net', '--'];
  return {
    controlGroup,
    start(name, path, args) {
      const log = openSync(join(folder, `${name}.log`), 'a');
      return spawn('nsenter', [...entered, path, ...args], { stdio: ['ignore', log, log] });
    },
    run: (path, args) =>
      execFileSync('nsenter', [...entered, path, ...args], { stdio: ['ignore', 'pipe', 'pipe'] }),
    async [Symbol.asyncDispose]() {
      process.kill(target, 'SIGKILL');
      for (const hierarchy of hierarchies()) await removeControlGroup(`${hierarchy}${controlGroup}`);
    },
  };
}

/** A tree of folders for each, then the process that holds it all and buries orphans. */
const prepare = `
set -e
folder=$1 pause=$2
shift 2
for own in "$@"; do
  mkdir -p "$own" "$folder/own$own"
  mount --bind "$folder/own$own" "$own"
done
mount -t tmpfs tmpfs /run/containerd
touch "$folder/ready"
exec "$pause"
`;

/** The process that unshare forked, by its id on this machine. */
function childOf(parent: number): number {
  return Number(readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ')[0]);
}

/** Where the machine's hierarchies of control groups lie: one a controller in version 1, one in all in version 2. */
function hierarchies(): string[] {
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
  return mounts
    .map((line) => line.split(' '))
    .flatMap(([, path = '', type = '']) => (type.startsWith('cgroup') ? [path] : []));
}

/** A group can be removed when its last process has been buried, which the kernel does a moment after the kill. */
async function removeControlGroup(path: string): Promise<void> {
  if (!existsSync(path)) return;
  for (const entry of readdirSync(path, { withFileTypes: true }))
    if (entry.isDirectory()) await removeControlGroup(join(path, entry.name));
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      rmdirSync(path);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(50);
    }
  }
}
