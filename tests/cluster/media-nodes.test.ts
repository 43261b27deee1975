/** Media servers are emptied, resized and replaced without ending a meeting: by a real control plane, on nodes that are played. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Cluster, connectCluster } from '../../src/adapters/cluster.ts';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import { silentProgress } from '../../src/adapters/terminal.ts';
import { takeDeployLock } from '../../src/deployment/kubernetes/deploy-lock.ts';
import { rollOutGeneration } from '../../src/deployment/kubernetes/roll-out-generation.ts';
import { scaleMedia } from '../../src/deployment/kubernetes/scale-media.ts';
import { runCli } from '../support/run-cli.ts';
import { buildControlPlane, type ControlPlane, startControlPlane } from './control-plane.ts';
import { eventually } from './eventually.ts';
import { MEDIA_NAMESPACE, type PlayedMedia, playMedia } from './played-media.ts';

const cluster = { tags: ['cluster'] };
const nodes = ['media-1', 'media-2', 'media-3'];
const controllers =
  'namespace-controller,garbage-collector-controller,serviceaccount-controller,deployment-controller,replicaset-controller';

interface Document {
  readonly data: {
    readonly state?: string;
    readonly left: readonly { pod: string; rooms: number; people: number; deadlineAt: string }[];
    readonly leaving?: readonly string[];
    readonly emptyNodes?: readonly string[];
  };
  readonly error: { readonly code: string; readonly message: string } | null;
}

let folder: string;
let plane: ControlPlane;
let api: Cluster;
let media: PlayedMedia;

beforeAll(async () => {
  buildControlPlane();
  folder = mkdtempSync(join(tmpdir(), 'gomeet-media-'));
  plane = await startControlPlane(folder, { controllers });
  api = connectCluster({ env: { KUBECONFIG: plane.kubeconfig } }, undefined);
  for (const name of ['gomeet', MEDIA_NAMESPACE])
    await api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  media = await playMedia(api, nodes);
}, 1_200_000);

afterAll(async () => {
  await media?.[Symbol.asyncDispose]();
  await plane?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** Two media servers on three nodes. */
beforeEach(async () => {
  await api.create(livekit('a', 2));
  await ready(2);
});

afterEach(async () => {
  for (const node of nodes) {
    media.setOccupants(node, { rooms: 0, people: 0 });
    const key = { apiVersion: 'v1', kind: 'Node', namespace: null, name: node };
    await api.mergePatch(key, { spec: { unschedulable: null } });
  }
  for (const generation of ['a', 'b']) await api.delete(keyOf(generation));
  await eventually('everything is gone', 60, async () => (await media.pods()).length === 0);
});

const keyOf = (generation: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: MEDIA_NAMESPACE,
  name: `livekit-${generation}`,
});

function livekit(generation: string, replicas: number): ClusterObject {
  const labels = { 'app.kubernetes.io/name': 'livekit', 'gomeet.io/generation': generation };
  const container = { name: 'livekit', image: 'livekit', ports: [{ containerPort: 7880, hostPort: 7880 }] };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `livekit-${generation}`, namespace: MEDIA_NAMESPACE, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { hostNetwork: true, terminationGracePeriodSeconds: 18_000, containers: [container] },
      },
    },
  };
}

interface Placed {
  readonly name: string;
  readonly node: string;
  readonly isLeaving: boolean;
  readonly isReady: boolean;
}

async function placed(): Promise<Placed[]> {
  return (await media.pods())
    .map(({ metadata, spec, status }) => ({
      name: metadata.name,
      node: (spec as { nodeName?: string }).nodeName ?? '',
      isLeaving: metadata.deletionTimestamp !== undefined,
      isReady: (status as { podIP?: string }).podIP !== undefined,
    }))
    .sort((a, b) => a.node.localeCompare(b.node));
}

async function ready(count: number): Promise<Placed[]> {
  let found: Placed[] = [];
  await eventually(`${count} media servers are ready`, 40, async () => {
    found = (await placed()).filter(({ isReady, isLeaving }) => isReady && !isLeaving);
    return found.length === count;
  });
  return found;
}

async function gomeet(words: readonly string[], signal = new AbortController().signal) {
  const { exitCode, stdout, stderr } = await runCli([...words, '--json'], {
    env: { KUBECONFIG: plane.kubeconfig },
    cwd: folder,
    signal,
  });
  return { exitCode, stderr, ...(JSON.parse(stdout) as Document) };
}

describe('drain', () => {
  test(
    'keeps the meeting, goes on after it was cut off, and ends when the last one has left',
    cluster,
    async () => {
      const [first] = (await ready(2)) as [Placed, Placed];
      media.setOccupants(first.node, { rooms: 3, people: 1120 });
      const interrupt = new AbortController();
      const running = gomeet(['drain', first.name, '--deadline', '10m'], interrupt.signal);
      await eventually('it is draining', 30, async () =>
        (await placed()).some(({ name, isLeaving }) => name === first.name && isLeaving),
      );
      interrupt.abort();
      const cutOff = await running;
      expect(cutOff.exitCode).toBe(130);
      expect(cutOff.data.left).toMatchObject([{ pod: first.name, rooms: 3, people: 1120 }]);

      const later = await gomeet(['drain', first.name, '--no-wait']);
      expect(later).toMatchObject({ exitCode: 0, data: { state: 'draining', left: [{ people: 1120 }] } });
      expect(later.data.left[0]?.deadlineAt).toBe(cutOff.data.left[0]?.deadlineAt);
      // Another one has taken its place on the free node meanwhile.
      expect((await ready(2)).map(({ node }) => node)).not.toContain(first.node);

      const looks = media.looksAt(first.node);
      const ending = gomeet(['drain', first.name]);
      // A pod that is gone before the command looks is a name that nobody knows.
      await eventually('the command has looked', 10, async () => media.looksAt(first.node) > looks);
      media.setOccupants(first.node, { rooms: 0, people: 0 });
      expect(await ending).toMatchObject({ exitCode: 0, data: { state: 'empty', left: [] } });
    },
  );

  test(
    'of a node closes it, and with force the deadline holds although nobody watches',
    cluster,
    async () => {
      const [first] = (await ready(2)) as [Placed, Placed];
      media.setOccupants(first.node, { rooms: 1, people: 2 });
      const begun = await gomeet(['drain', first.node, '--deadline', '3s', '--policy', 'force', '--no-wait']);
      expect(begun).toMatchObject({ exitCode: 0, data: { state: 'draining', left: [{ people: 2 }] } });
      await eventually('Kubernetes has ended it', 30, async () =>
        (await placed()).every(({ name }) => name !== first.name),
      );
      const node = await api.get({ apiVersion: 'v1', kind: 'Node', namespace: null, name: first.node });
      expect(node?.spec).toMatchObject({ unschedulable: true });
      expect(await gomeet(['drain', first.node])).toMatchObject({ exitCode: 0, data: { state: 'empty' } });
    },
  );

  test('that is late says so with 8, and leaves the people alone', cluster, async () => {
    const [first] = (await ready(2)) as [Placed, Placed];
    media.setOccupants(first.node, { rooms: 1, people: 7 });
    const late = await gomeet(['drain', first.name, '--deadline', '1s']);
    expect(late).toMatchObject({ exitCode: 8, data: { state: 'late', left: [{ people: 7 }] } });
    expect((await placed()).map(({ name }) => name)).toContain(first.name);
  });

  test('refuses the last one, and a name that is none', cluster, async () => {
    const [first, second] = (await ready(2)) as [Placed, Placed];
    media.setOccupants(second.node, { rooms: 1, people: 7 });
    await gomeet(['drain', second.node, '--no-wait']);
    const [last] = (await ready(2)).filter(({ name }) => name !== first.name);
    await gomeet(['drain', last?.node ?? '', '--no-wait']);
    await ready(1);
    expect(await gomeet(['drain', first.name])).toMatchObject({
      exitCode: 7,
      error: { code: 'last-media-node' },
    });
    const unknown = await gomeet(['drain', 'media-9']);
    expect(unknown).toMatchObject({ exitCode: 2, error: { code: 'unknown-media-node' } });
    expect(unknown.error?.message).toContain(`${first.name} (on ${first.node})`);
  });
});

describe('scale', () => {
  test(
    'down takes the emptiest and exactly its machine, and goes on after it was cut off',
    cluster,
    async () => {
      expect(await gomeet(['scale', 'media', '3'])).toMatchObject({ exitCode: 0, data: { leaving: [] } });
      const three = await ready(3);
      const people = { 'media-1': 500, 'media-2': 12, 'media-3': 300 };
      for (const [node, count] of Object.entries(people))
        media.setOccupants(node, { rooms: 1, people: count });
      const emptiest = three.find(({ node }) => node === 'media-2')?.name ?? '';

      const interrupt = new AbortController();
      const running = gomeet(['scale', 'media', '2'], interrupt.signal);
      await eventually('one drains', 30, async () => (await placed()).some(({ isLeaving }) => isLeaving));
      interrupt.abort();
      expect(await running).toMatchObject({ exitCode: 130 });
      expect((await placed()).filter(({ isLeaving }) => isLeaving).map(({ name }) => name)).toEqual([
        emptiest,
      ]);

      // Another number would be another choice of machines.
      expect(await gomeet(['scale', 'media', '1'])).toMatchObject({
        exitCode: 7,
        error: { code: 'scaling-goes-on' },
      });
      const ending = gomeet(['scale', 'media', '2']);
      media.setOccupants('media-2', { rooms: 0, people: 0 });
      expect(await ending).toMatchObject({
        exitCode: 0,
        data: { leaving: [emptiest], left: [], emptyNodes: ['media-2'] },
      });
      expect((await placed()).map(({ node }) => node)).toEqual(['media-1', 'media-3']);
      expect((await api.get(keyOf('a')))?.metadata.annotations).not.toHaveProperty('gomeet.io/scale');
    },
  );
});

const world = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  progress: silentProgress,
  signal: new AbortController().signal,
};

test('scale and drain wait for no deployment: while one goes on they change nothing', cluster, async () => {
  const [first] = (await ready(2)) as [Placed, Placed];
  await using _lock = await takeDeployLock(world, api, 'gomeet', 'bob@desk');
  for (const words of [
    ['scale', 'media', '1'],
    ['drain', first.name],
  ])
    expect(await gomeet(words)).toMatchObject({ exitCode: 7, error: { code: 'deployment-locked' } });
  expect((await placed()).some(({ isLeaving }) => isLeaving)).toBe(false);
});

test('cut off between two machines, scale goes on with the one that is left', cluster, async () => {
  await gomeet(['scale', 'media', '3']);
  await ready(3);
  const removed: string[] = [];
  const request = {
    namespace: MEDIA_NAMESPACE,
    to: 1,
    wish: { policy: undefined, deadlineSeconds: undefined },
    lock: { namespace: 'gomeet', identity: 'ada@laptop' },
  };
  const busy = async (node: string): Promise<void> => {
    if (removed.length > 0) throw new Error('HTTP 429');
    removed.push(node);
  };
  await expect(scaleMedia(world, api, { ...request, removeNode: busy })).rejects.toThrow('HTTP 429');
  const asked: string[][] = [];
  const scaled = await scaleMedia(world, api, {
    ...request,
    removeNode: async (node, staying) => void asked.push([node, ...staying]),
  });
  const [stays] = await ready(1);
  const left = nodes.find((node) => node !== stays?.node && !removed.includes(node));
  expect(asked).toEqual([[left, stays?.node]]);
  expect(scaled).toMatchObject({ to: 1, left: [], removedNodes: [left] });
  expect((await api.get(keyOf('a')))?.metadata.annotations).not.toHaveProperty('gomeet.io/scale');
});

describe('a new generation', () => {
  const request = {
    namespace: MEDIA_NAMESPACE,
    name: 'livekit-b',
    wish: { policy: undefined, deadlineSeconds: undefined },
    stallTimeoutMs: 60_000,
  };

  test(
    'takes over node by node; the old one holds its meetings, and goes with the last',
    cluster,
    async () => {
      const [full] = (await ready(2)) as [Placed, Placed];
      media.setOccupants(full.node, { rooms: 2, people: 600 });
      await api.create(livekit('b', 2));
      const first = await rollOutGeneration(world, api, { ...request, wait: false });
      expect(first).toMatchObject({
        state: 'draining',
        generations: { state: { wanted: 2, newReady: 2, oldServing: 0, oldDraining: 1 } },
      });
      expect((await placed()).filter(({ isLeaving }) => isLeaving)).toMatchObject([{ name: full.name }]);

      const ending = rollOutGeneration(world, api, { ...request, wait: true });
      media.setOccupants(full.node, { rooms: 0, people: 0 });
      expect(await ending).toMatchObject({ state: 'done', generations: { old: [] } });
      expect(await api.get(keyOf('a'))).toBeNull();
      expect((await ready(2)).every(({ name }) => name.startsWith('livekit-b-'))).toBe(true);
    },
  );
});
