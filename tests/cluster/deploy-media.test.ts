/** Deployments among media servers with meetings: a rollout goes on from run to run, and the number stays what it was scaled to. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cluster, connectCluster } from '../../src/adapters/cluster.ts';
import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import { DEPLOYMENT, replicasOf } from '../../src/deployment/kubernetes/media-deployment.ts';
import { runCli } from '../support/run-cli.ts';
import { buildControlPlane, type ControlPlane, startControlPlane } from './control-plane.ts';
import { eventually } from './eventually.ts';
import { namespaces, type OverlayFolder, overlayFolder } from './overlay-folder.ts';
import { MEDIA_NAMESPACE, type PlayedMedia, playMedia } from './played-media.ts';
import { buildPrograms, program } from './programs.ts';

const cluster = { tags: ['cluster'] };
const nodes = ['media-1', 'media-2', 'media-3', 'media-4'];
const controllers =
  'namespace-controller,garbage-collector-controller,serviceaccount-controller,deployment-controller,replicaset-controller';

interface Rollout {
  readonly state: string;
  readonly wanted: number;
  readonly newReady: number;
  readonly oldServing: number;
  readonly oldDraining: number;
}

let folder: string;
let plane: ControlPlane;
let overlay: OverlayFolder;
let api: Cluster;
let media: PlayedMedia;

beforeAll(async () => {
  buildControlPlane();
  buildPrograms(['kubectl']);
  folder = mkdtempSync(join(tmpdir(), 'gomeet-deploy-media-'));
  plane = await startControlPlane(folder, { controllers });
  overlay = overlayFolder();
  api = connectCluster({ env: { KUBECONFIG: plane.kubeconfig } }, undefined);
  media = await playMedia(api, nodes);
}, 1_200_000);

afterAll(async () => {
  await media?.[Symbol.asyncDispose]();
  await plane?.[Symbol.asyncDispose]();
  overlay?.[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** Three media servers in the overlay, of this image. */
function livekit(image: string): ClusterObject {
  const labels = { 'app.kubernetes.io/name': 'livekit', 'app.kubernetes.io/component': 'media' };
  const matchLabels = { ...labels, 'gomeet.io/generation': 'a' };
  const container = { name: 'livekit', image, ports: [{ containerPort: 7880, hostPort: 7880 }] };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'livekit-a',
      namespace: MEDIA_NAMESPACE,
      labels,
      annotations: { 'gomeet.io/wave': 'media' },
    },
    spec: {
      replicas: 3,
      selector: { matchLabels },
      template: {
        metadata: { labels: matchLabels },
        spec: { hostNetwork: true, terminationGracePeriodSeconds: 18_000, containers: [container] },
      },
    },
  };
}

async function gomeet(words: readonly string[]) {
  const { exitCode, stdout, stderr } = await runCli([...words, '--json'], {
    env: {
      KUBECONFIG: plane.kubeconfig,
      GOMEET_KUBECTL: program('kubectl'),
      GOMEET_KUBERNETES_OVERLAY: 'test',
      USER: 'ada',
    },
    cwd: overlay.root,
    signal: new AbortController().signal,
    projectRoot: overlay.root,
  });
  const { data, error } = JSON.parse(stdout) as {
    data: { applied?: boolean; revision?: number; media?: Rollout } | null;
    error: { code: string; message: string; hint: string } | null;
  };
  return { exitCode, stderr, data, error };
}

function deploy(image: string) {
  overlay.write([...namespaces, livekit(image)]);
  return gomeet(['deploy', '--target', 'kubernetes', '--skip-call', '--yes', '--timeout', '60s']);
}

const generations = (): Promise<ClusterObject[]> => api.list(DEPLOYMENT, { namespace: MEDIA_NAMESPACE });

/** Nodes of the pods that take no new rooms and still have people. */
const draining = async (): Promise<string[]> =>
  (await media.pods())
    .filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
    .map(({ spec }) => (spec as { nodeName: string }).nodeName);

/** The meeting on the only node that drains ends, and a server of the new generation takes its place. */
async function endMeeting(newReady: number): Promise<void> {
  const [node = ''] = await draining();
  media.setOccupants(node, { rooms: 0, people: 0 });
  await eventually(`${newReady} new ones are ready`, 60, async () => {
    const [newest] = (await generations()).sort((a, b) => replicasOf(b) - replicasOf(a));
    const { readyReplicas = 0 } = (newest?.status ?? {}) as { readyReplicas?: number };
    return (await draining()).length === 0 && readyReplicas >= newReady;
  });
}

describe('with one spare node and three servers that have meetings', () => {
  test(
    'each run of the same command replaces one more, says what is left, and the last says done',
    cluster,
    async () => {
      const first = await deploy('livekit:1');
      expect(first, first.stderr).toMatchObject({ exitCode: 0, data: { revision: 1, applied: true } });
      for (const node of nodes) media.setOccupants(node, { rooms: 1, people: 10 });
      const begun = await deploy('livekit:2');
      expect(begun, begun.stderr).toMatchObject({
        exitCode: 0,
        data: {
          revision: 2,
          media: { state: 'draining', wanted: 3, newReady: 1, oldServing: 2, oldDraining: 1 },
        },
      });
      const refused = await gomeet(['scale', 'media', '4']);
      expect(refused).toMatchObject({ exitCode: 7, error: { code: 'generation-changes' } });
      expect(refused.error?.hint).toContain('gomeet deploy');

      await endMeeting(2);
      const second = await deploy('livekit:2');
      expect(second, second.stderr).toMatchObject({
        exitCode: 0,
        data: { revision: 2, media: { newReady: 2, oldServing: 1, oldDraining: 1 } },
      });
      await endMeeting(3);
      const third = await deploy('livekit:2');
      expect(third, third.stderr).toMatchObject({
        exitCode: 0,
        data: { revision: 2, media: { newReady: 3, oldServing: 0, oldDraining: 1 } },
      });
      for (const node of await draining()) media.setOccupants(node, { rooms: 0, people: 0 });
      await eventually('the old ones are gone', 60, async () => (await media.pods()).length === 3);
      expect((await deploy('livekit:2')).exitCode).toBe(0);
      expect((await generations()).map(replicasOf)).toEqual([3]);
      expect(await deploy('livekit:2')).toMatchObject({ exitCode: 0, data: { applied: false } });
    },
  );
});

describe('a number that was scaled', () => {
  test('stays through the same deployment and goes over to the next generation', cluster, async () => {
    for (const node of nodes) media.setOccupants(node, { rooms: 0, people: 0 });
    expect(await gomeet(['scale', 'media', '4'])).toMatchObject({ exitCode: 0 });
    const same = await deploy('livekit:2');
    expect(same, same.stderr).toMatchObject({ exitCode: 0, data: { applied: false } });
    expect((await generations()).map(replicasOf)).toEqual([4]);
    expect(await gomeet(['status', '--target', 'kubernetes'])).toMatchObject({ data: { drift: [] } });
    const next = await deploy('livekit:3');
    expect(next, next.stderr).toMatchObject({ exitCode: 0, data: { media: { wanted: 4 } } });
    expect(next.stderr).toContain('media servers stay 4, this deployment would have 3');
  });

  test('is not touched while servers are on their way out', cluster, async () => {
    for (const { metadata } of await generations())
      await api.mergePatch(
        { apiVersion: 'apps/v1', kind: 'Deployment', namespace: MEDIA_NAMESPACE, name: metadata.name },
        {
          metadata: {
            annotations: {
              'gomeet.io/scale': JSON.stringify({
                to: 2,
                leaving: [{ pod: 'x', uid: 'x', node: 'media-9' }],
              }),
            },
          },
        },
      );
    expect(await deploy('livekit:4')).toMatchObject({
      exitCode: 7,
      error: { code: 'scaling-goes-on', hint: expect.stringContaining('gomeet scale media 2') },
    });
  });
});
