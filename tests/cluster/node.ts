/**
 * A node without a container runtime, which a test machine does not have: what a kubelet does with a pod of a Job, done
 * by hand. The container's own command runs as a process in a mount namespace of its own, with the pod's Secrets and
 * an empty folder where its volumes are; everything else (API server, scheduler, controllers) is real. What only a
 * runtime could show is not tested: pulling the image, its user and file system, limits of CPU and memory.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CoreV1Api,
  PatchStrategy,
  setHeaderOptions,
  type V1ContainerState,
  type V1Pod,
} from '@kubernetes/client-node';
import type { ControlPlane } from './control-plane.ts';

/** An image: files and folders of this machine, by the path at which the container has them. */
export type Image = Readonly<Record<string, string>>;

interface Plan {
  readonly [key: string]: unknown;
}

export interface TestNode extends AsyncDisposable {
  /** The plans that pods have been started with, in the order of their indexes. */
  plans(): readonly Plan[];
  /** Ends a container as the kernel does when its memory runs out. */
  killForMemory(index: number): void;
}

interface Container {
  readonly pod: V1Pod;
  readonly process: ChildProcess;
  readonly plan: Plan;
  log: string;
  isOutOfMemory: boolean;
}

const nodeName = 'node-1';
const indexOf = ({ metadata }: V1Pod): number =>
  Number(metadata?.annotations?.['batch.kubernetes.io/job-completion-index']);

interface NodeOptions {
  readonly folder: string;
  readonly images: Readonly<Record<string, Image>>;
  /** Cores that the scheduler may hand out. */
  readonly cpus: number;
}

export async function startNode(plane: ControlPlane, options: NodeOptions): Promise<TestNode> {
  const core = plane.config.makeApiClient(CoreV1Api);
  const containers = new Map<string, Container>();
  const logs = createServer(plane.certificate, (request, response) => {
    const [, , , pod = ''] = new URL(request.url ?? '', 'https://node').pathname.split('/');
    response.end(containers.get(pod)?.log ?? '');
  });
  await new Promise<void>((resolve) => logs.listen(0, '127.0.0.1', resolve));
  await register(core, options.cpus, (logs.address() as AddressInfo).port);
  const stopping = new AbortController();
  const looked = look(core, containers, options, stopping.signal);
  const all = () => [...containers.values()].sort((a, b) => indexOf(a.pod) - indexOf(b.pod));
  return {
    plans: () => all().map(({ plan }) => plan),
    killForMemory(index) {
      const container = all().findLast(({ pod }) => indexOf(pod) === index);
      if (container === undefined) throw new Error(`no pod ${index}`);
      container.isOutOfMemory = true;
      kill(container, 'SIGKILL');
    },
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await looked;
      for (const container of all()) kill(container, 'SIGKILL');
      await core.deleteNode({ name: nodeName });
      logs.closeAllConnections();
      await new Promise((resolve) => logs.close(resolve));
    },
  };
}

async function register(core: CoreV1Api, cpus: number, logPort: number): Promise<void> {
  const size = { cpu: String(cpus), memory: '64Gi', pods: '110' };
  const metadata = { name: nodeName, labels: { 'kubernetes.io/hostname': nodeName } };
  await core.createNode({ body: { metadata } });
  const status = {
    capacity: size,
    allocatable: size,
    addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
    daemonEndpoints: { kubeletEndpoint: { Port: logPort } },
    conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
  };
  await core.patchNodeStatus({ name: nodeName, body: { status } }, merge);
  // Admission marks every new node as not ready; the controller that would take the mark away does not run here.
  await core.patchNode({ name: nodeName, body: { spec: { taints: null } } }, merge);
}

const merge = setHeaderOptions('Content-Type', PatchStrategy.MergePatch);

/** Looks at the node's pods until told to stop: starts what is new, ends what is to be deleted. */
async function look(
  core: CoreV1Api,
  containers: Map<string, Container>,
  options: NodeOptions,
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    const { items } = await core.listPodForAllNamespaces({ fieldSelector: `spec.nodeName=${nodeName}` });
    for (const pod of items) {
      const name = pod.metadata?.name ?? '';
      if (pod.metadata?.deletionTimestamp) await remove(core, pod, containers.get(name));
      else if (pod.status?.phase === 'Pending' && !containers.has(name)) {
        const container = await startContainer(core, pod, options);
        if (container) containers.set(name, container);
      }
    }
    await delay(200, undefined, { signal: stopping }).catch(() => undefined);
  }
}

async function remove(core: CoreV1Api, { metadata }: V1Pod, container: Container | undefined): Promise<void> {
  if (container) kill(container, 'SIGKILL');
  const pod = { name: metadata?.name ?? '', namespace: metadata?.namespace ?? '' };
  await core.deleteNamespacedPod({ ...pod, gracePeriodSeconds: 0 }).catch(() => undefined);
}

async function startContainer(
  core: CoreV1Api,
  pod: V1Pod,
  { folder, images }: NodeOptions,
): Promise<Container | undefined> {
  const { image = '', command = [] } = pod.spec?.containers[0] ?? {};
  const content = images[image];
  if (content === undefined) {
    const waiting = { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image}"` };
    await report(core, pod, 'Pending', { waiting });
    return undefined;
  }
  const root = join(folder, pod.metadata?.uid ?? '');
  const { plan, mounts } = await volumes(core, pod, root);
  const child = spawn(
    'unshare',
    [
      ...(process.getuid?.() === 0 ? [] : ['--map-root-user']),
      '--mount',
      'sh',
      '-c',
      mountScript,
      'sh',
      ...pairs({ ...content, ...mounts }),
      '--',
      ...command,
    ],
    {
      env: { PATH: process.env.PATH, HOME: root, JOB_COMPLETION_INDEX: String(indexOf(pod)) },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  );
  const container: Container = { pod, process: child, plan, log: '', isOutOfMemory: false };
  const startedAt = new Date();
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      container.log += chunk;
    });
  await report(core, pod, 'Running', { running: { startedAt } });
  child.once('close', (code) => {
    const reason = container.isOutOfMemory ? 'OOMKilled' : code === 0 ? 'Completed' : 'Error';
    const terminated = { exitCode: code ?? 137, reason, startedAt, finishedAt: new Date() };
    // A pod that has been deleted meanwhile has no status any more.
    report(core, pod, code === 0 ? 'Succeeded' : 'Failed', { terminated }).catch(() => undefined);
  });
  return container;
}

/** Mounts each `target source` pair below a fresh /opt, then becomes the container's command. */
const mountScript = `
set -e
mount --make-rprivate / && mount -t tmpfs tmpfs /opt
while [ "$1" != -- ]; do
  if [ -d "$2" ]; then mkdir -p "$1"; else mkdir -p "$(dirname "$1")" && touch "$1"; fi
  mount --bind "$2" "$1"
  shift 2
done
shift
exec "$@"
`;

const pairs = (mounts: Readonly<Record<string, string>>): string[] => Object.entries(mounts).flat();

/** The pod's Secrets as files, and an empty folder for each emptyDir. */
async function volumes(
  core: CoreV1Api,
  { metadata, spec }: V1Pod,
  root: string,
): Promise<{ plan: Plan; mounts: Readonly<Record<string, string>> }> {
  let plan: Plan = {};
  const mounts: Record<string, string> = {};
  for (const { name, mountPath } of spec?.containers[0]?.volumeMounts ?? []) {
    const source = join(root, name);
    mkdirSync(source, { recursive: true });
    mounts[mountPath] = source;
    const volume = spec?.volumes?.find((each) => each.name === name);
    for (const { secret } of volume?.projected?.sources ?? []) {
      const found = await core.readNamespacedSecret({
        name: secret?.name ?? '',
        namespace: metadata?.namespace ?? '',
      });
      for (const { key, path } of secret?.items ?? []) {
        const text = Buffer.from(found.data?.[key] ?? '', 'base64').toString();
        mkdirSync(dirname(join(source, path)), { recursive: true });
        writeFileSync(join(source, path), text);
        if (path === `${metadata?.annotations?.['batch.kubernetes.io/job-completion-index']}/plan.json`)
          plan = JSON.parse(text) as Plan;
      }
    }
  }
  return { plan, mounts };
}

async function report(
  core: CoreV1Api,
  { metadata, spec }: V1Pod,
  phase: string,
  state: V1ContainerState,
): Promise<void> {
  const { name = '', image = '' } = spec?.containers[0] ?? {};
  const status = {
    phase,
    hostIP: '127.0.0.1',
    containerStatuses: [{ name, image, imageID: '', ready: phase === 'Running', restartCount: 0, state }],
  };
  const pod = { name: metadata?.name ?? '', namespace: metadata?.namespace ?? '' };
  await core.patchNamespacedPodStatus({ ...pod, body: { status } }, merge);
}

/** The whole group: the container's shell, and what it runs. */
function kill({ process: child }: Container, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  process.kill(-child.pid, signal);
}
