/**
 * The life of a platform in a cluster: the `test` overlay, brought up by `gomeet deploy` in pods that truly run (PostgreSQL
 * under its operator, Valkey under Sentinel, the pooler, two media servers, the gateway, Prometheus, every role of the API),
 * then changed, broken, taken back, cut off half-way, emptied, rolled out in shares, and removed.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cluster as Api, connectCluster } from '../../src/adapters/cluster.ts';
import { namespacesOf } from '../../src/deployment/kubernetes/environment.ts';
import { readMediaPods } from '../../src/deployment/kubernetes/read-media-pods.ts';
import type { DrillResult, DrillRun } from '../../src/drills/drill-result.ts';
import { newFolder } from '../local/local-gomeet.ts';
import { buildCluster, type Cluster, startCluster } from './cluster.ts';
import { makeImages } from './container-images.ts';
import { startCrowd, versions } from './crowd.ts';
import { eventually } from './eventually.ts';
import { type ClusterGomeet, gomeetOn } from './gomeet-on-cluster.ts';
import { holdMeeting } from './live-room.ts';
import { renderOverlay } from './overlay.ts';
import { processesOfPod } from './pod-processes.ts';
import { copyProject, type ProjectCopy, withImage, withVariable } from './project-copy.ts';

const cluster = { tags: ['cluster'] };
const namespaces = namespacesOf('production');
const onCluster = ['--target', 'kubernetes'];
const deployment = ['deploy', ...onCluster, '--overlay', 'test', '--yes'];

/** The API takes 1,000 requests a minute from one address, and the call at the end needs some of them. */
const CROWD_PER_SECOND = 14;

interface Deployed {
  readonly changes: readonly { readonly action: string; readonly kind: string; readonly name: string }[];
  readonly revision: number | null;
  readonly report?: string;
}

interface Check {
  readonly id: string;
  readonly status: string;
  readonly found: string;
}

interface Drilled {
  readonly planned: readonly string[];
  readonly pods: readonly { readonly pod: string; readonly node: string }[];
  readonly drills: readonly DrillResult[];
  readonly report?: string;
}

/** There is no account, no exporter of databases, no certificate, no autoscaler, no backup and no TURN server here. */
const leftOut = [
  'cloud-resources',
  'postgres-primary',
  'postgres-replication',
  'postgres-lag',
  'redis-replication',
  'redis-memory',
  'certificates',
  'autoscaler-metrics',
  'backup-age',
  'call-turn-udp',
  'call-turn-tls',
];

interface Drained {
  readonly state: string;
}

describe('the platform in a cluster', () => {
  let folder: string;
  let running: Cluster;
  let api: Api;
  let project: ProjectCopy;
  let gomeet: ClusterGomeet;

  beforeAll(async () => {
    buildCluster();
    const { images } = renderOverlay('overlays/test');
    folder = newFolder();
    project = copyProject(join(folder, 'project'));
    const labels = { 'gomeet.io/pool': 'worker' };
    running = await startCluster(folder, {
      nodes: [
        { name: 'node-1', labels },
        { name: 'node-2', labels },
      ],
      images: await makeImages(images, folder),
    });
    api = connectCluster({ env: { KUBECONFIG: running.plane.kubeconfig } }, undefined);
    gomeet = gomeetOn(running, folder, project.root);
  }, 2_700_000);

  afterAll(async () => {
    await running?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  }, 300_000);

  const get = (what: string, path: string): Promise<string> =>
    running.kubectl([
      `--namespace=${namespaces.platform}`,
      'get',
      ...what.split(' '),
      '-o',
      `jsonpath=${path}`,
    ]);
  const deploy = (...flags: string[]) => gomeet.run<Deployed>(...deployment, ...flags);

  /** Variables of the processes that run a role of the API now. */
  async function environmentOf(role: string): Promise<string[]> {
    const pods = await get(
      `pods -l app.kubernetes.io/name=${role}`,
      '{range .items[?(@.status.phase=="Running")]}{.metadata.uid} {end}',
    );
    const processes = pods
      .trim()
      .split(' ')
      .flatMap((uid) => processesOfPod(uid, '/usr/local/bin/node'));
    return processes.flatMap((id) => readFileSync(`/proc/${id}/environ`, 'utf8').split('\0'));
  }

  test(
    'deploy brings up everything, each of its pods is a process, and two people meet',
    cluster,
    async () => {
      const { exitCode, data, stderr } = await deploy();
      expect(exitCode, stderr).toBe(0);
      expect(data.revision).toBe(1);
      expect(readFileSync(data.report ?? '', 'utf8')).toContain('<html');
      const uids = 'jsonpath={range .items[?(@.status.phase=="Running")]}{.metadata.uid} {end}';
      for (const namespace of Object.values(namespaces)) {
        const found = await running.kubectl([`--namespace=${namespace}`, 'get', 'pods', '-o', uids]);
        for (const uid of found.trim().split(' ')) expect(processesOfPod(uid, '').length).toBeGreaterThan(0);
      }
    },
  );

  test('a second deploy finds nothing to change, and writes nothing', cluster, async () => {
    const kept = async (): Promise<string[]> => {
      const types = (await api.types()).filter(({ verbs }) => verbs.includes('list'));
      const ours = { namespace: null, labelSelector: 'applyset.kubernetes.io/part-of' };
      const lists = await Promise.all(types.map((type) => api.list(type, ours)));
      return lists
        .flat()
        .map(({ kind, metadata: { name, resourceVersion } }) => `${kind} ${name} ${resourceVersion}`);
    };
    const before = await kept();
    const startedAt = performance.now();
    const { exitCode, data, stderr } = await deploy();
    expect(exitCode, stderr).toBe(0);
    say(
      `${data.changes.length} objects: nothing to change, said after ${seconds(performance.now() - startedAt)}`,
    );
    expect(data.changes.filter(({ action }) => action !== 'unchanged')).toEqual([]);
    expect(before.length).toBeGreaterThan(100);
    expect(await kept()).toEqual(before);
  });

  test('the gateway leads to the web app and to every role of the API', cluster, async () => {
    const at = `http://${running.nodes[0]?.address}:30080`;
    const read = (path: string) => fetch(`${at}${path}`, { headers: { accept: 'text/html' } });
    expect(await (await read('/')).text()).toContain('<!doctype html>');
    // Each refuses in its own words whoever has not signed in: a role that is away would be 404 or 502.
    for (const path of ['admin/users', 'recordings', 'notifications'])
      expect((await read(`/api/v1/${path}`)).status, path).toBe(401);
  });

  test('health-check finds everything well, to a call through it', cluster, async () => {
    const { exitCode, data, stderr } = await gomeet.run<{ checks: readonly Check[] }>(
      'health-check',
      ...onCluster,
    );
    const bad = data.checks.filter(({ status }) => status === 'failed');
    expect(bad, stderr).toEqual([]);
    // What this overlay has not, and nothing else, is left out.
    const skipped = data.checks.filter(({ status }) => status === 'skipped').map(({ id }) => id);
    expect(skipped).toEqual(leftOut);
    expect(data.checks.find(({ id }) => id === 'real-call')?.found).toMatch(/2 of 2 joined/);
    expect(exitCode).toBe(0);
  });

  test.each(['api-worker-killed', 'redis-master-killed', 'media-node-killed', 'postgres-primary-killed'])(
    'drill %s: the pod is gone, nothing acknowledged is, and all is well afterwards',
    cluster,
    async (id) => {
      const planned = await gomeet.run<Drilled>('dr-drill', id, ...onCluster, '--dry-run');
      expect(planned, planned.stderr).toMatchObject({ exitCode: 0, data: { planned: [id] } });
      const [met] = planned.data.pods;
      expect(met?.node).toMatch(/^node-[12]$/);
      const { data, error, stderr } = await gomeet.run<Drilled>('dr-drill', id, ...onCluster);
      expect(error, stderr).toBeNull();
      const [run] = data.drills[0]?.runs ?? [];
      say(`${id}: ${summaryOf(run)}`);
      // Replicas of the test overlay are too few for the objectives; what may not be lost is the same everywhere.
      expect(run, stderr).toMatchObject({ rpoRows: 0, doubledRows: 0, interrupted: false, healthy: true });
      expect(run?.proofs, run?.why.join('; ')).toHaveLength(1);
      expect(run?.proofs[0]).toContain('has ended');
      expect(run?.acknowledgedWrites).toBeGreaterThanOrEqual(1_000);
      expect(run?.rtoStableMs, JSON.stringify(run?.reasons)).not.toBeNull();
      expect(run?.rtoRedundantMs, JSON.stringify(run?.reasons)).not.toBeNull();
      if (id === 'media-node-killed') expect(run?.participantsAffected).toBeGreaterThan(0);
      if (id !== 'media-node-killed') expect(run?.commands[0]).toContain(met?.pod.split('/')[1]);
      expect(readFileSync(data.report ?? '', 'utf8')).toContain('seen from outside');
    },
  );

  test('a changed deploy replaces the pods that it changes', cluster, async () => {
    project.patch([withVariable('api-chat', 'GOMEET_TEST_VERSION', 'two')]);
    const { exitCode, data, stderr } = await deploy();
    expect(exitCode, stderr).toBe(0);
    expect(data.revision).toBe(2);
    expect(data.changes.filter(({ action }) => action !== 'unchanged').map(({ name }) => name)).toEqual([
      'api-chat',
    ]);
    expect(await environmentOf('api-chat')).toContain('GOMEET_TEST_VERSION=two');
  });

  test(
    'a broken image is stopped early with its reason, and taken back; the old pods serve on',
    cluster,
    async () => {
      project.patch([withImage('api-chat', 'ghcr.io/gomeet/api:not-there')]);
      const failed = await deploy('--rollback-on-failure');
      expect(failed).toMatchObject({ exitCode: 4, error: { code: 'deployment-failed' } });
      expect(failed.error?.message).toMatch(/api-chat.*ghcr\.io\/gomeet\/api:not-there/s);
      expect(failed.error?.message).toContain('rolled back to revision 2');
      expect(await environmentOf('api-chat')).toContain('GOMEET_TEST_VERSION=two');
    },
  );

  test('rollback goes back to the revision before, and makes a call', cluster, async () => {
    const back = await gomeet.run<Deployed>('rollback', '1', ...onCluster, '--overlay', 'test', '--yes');
    expect(back, back.stderr).toMatchObject({ exitCode: 0 });
    // Once the new pods are ready the old ones have some seconds to end.
    await eventually(
      'none of the pods before is left',
      60,
      async () => !(await environmentOf('api-chat')).includes('GOMEET_TEST_VERSION=two'),
    );
  });

  test(
    'killed half-way, the next run goes on; of two at once, one is told who has the lock',
    cluster,
    async () => {
      project.patch([withVariable('api-chat', 'GOMEET_TEST_VERSION', 'three')]);
      const child = gomeet.start(...deployment);
      const image = () => get('deployment/api-chat', '{.spec.template.spec.containers[0].env}');
      await eventually('it has changed the API', 60, async () => (await image()).includes('three'));
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      // The lease of the one that was killed runs out by itself.
      await eventually('the lock is free', 60, async () => {
        const { exitCode, error, stderr } = await deploy('--dry-run', '--exit-code');
        expect(exitCode, `${error?.message} ${stderr}`).toBe(10);
        const lease = await get('lease/gomeet-deploy', '{.spec.renewTime}').catch(() => '');
        return lease === '' || Date.parse(lease) < Date.now() - 30_000;
      });
      const [one, two] = await Promise.all([deploy(), deploy()]);
      const [done, refused] = one.exitCode === 0 ? [one, two] : [two, one];
      expect(done, done.stderr).toMatchObject({ exitCode: 0 });
      expect(done.stderr).toContain('going on with it');
      expect(refused).toMatchObject({ exitCode: 7 });
      expect(refused.error?.message).toMatch(/@/);
      expect(await environmentOf('api-chat')).toContain('GOMEET_TEST_VERSION=three');
    },
  );

  test(
    'a media server is emptied: its room stays undisturbed to its end, new rooms go to the other',
    cluster,
    async () => {
      // LiveKit also counts those whose WebSocket goes through a server while their room is on the other: rooms tell where it is.
      const occupied = async () =>
        (await readMediaPods(api, namespaces.media)).filter(({ occupancy }) => (occupancy?.rooms ?? 0) > 0);
      const meeting = holdMeeting(running, folder, { name: 'long', people: 4, seconds: 60 });
      await eventually(
        'four people are in a room',
        60,
        async () => (await occupied())[0]?.occupancy?.people === 4,
      ).catch(async (error: unknown) => {
        const { counts, errors } = await meeting;
        const pods = await readMediaPods(api, namespaces.media);
        throw new Error(`the meeting saw ${JSON.stringify({ counts, errors, pods })}`, { cause: error });
      });
      const [busy] = await occupied();
      const draining = gomeet.run<Drained>('drain', busy?.name ?? '', '--deadline', '5m');
      await eventually('it takes no new rooms', 30, async () => {
        const pods = await readMediaPods(api, namespaces.media);
        return pods.some(({ uid, endsAtMs }) => uid === busy?.uid && endsAtMs !== null);
      });
      const later = await holdMeeting(running, folder, { name: 'later', people: 2, seconds: 5 });
      expect(later.counts).toMatchObject({ participantsJoined: 2, participantsReceiving: 2 });
      // Five seconds in the second room are over, the first one still has its people, where they were.
      expect((await occupied()).map(({ uid, occupancy }) => [uid, occupancy?.people])).toContainEqual([
        busy?.uid,
        4,
      ]);
      const { partial, counts, errors } = await meeting;
      expect({ partial, errors }).toEqual({ partial: false, errors: [] });
      expect(counts).toMatchObject({ participantsJoined: 4, participantsReceiving: 4, packetsLost: 0 });
      expect(await draining).toMatchObject({ exitCode: 0, data: { state: 'empty' } });
      await eventually('another has taken its place', 60, async () => {
        const pods = await readMediaPods(api, namespaces.media);
        return pods.filter(({ isReady, uid }) => isReady && uid !== busy?.uid).length === 2;
      });
    },
  );

  test.each(['slow', 'erring'] as const)(
    'a version that is %s gets half of the requests, and is taken back',
    cluster,
    async (name) => {
      await using _crowd = startCrowd(
        `http://${running.nodes[0]?.address}:30080/api/v1/rooms`,
        CROWD_PER_SECOND,
      );
      project.patch([
        withVariable('api-chat', 'GOMEET_TEST_VERSION', 'three'),
        withVariable('api-meeting', 'NODE_OPTIONS', versions[name]),
      ]);
      const failed = await deploy('--canary', '50,100', '--canary-hold', '60s');
      expect(failed, failed.stderr).toMatchObject({ exitCode: 3, error: { code: 'canary-failed' } });
      expect(failed.error?.message).toMatch(
        name === 'slow' ? /p95 \d+ ms, stable \d+ ms/ : /\d+ errors in \d+ requests/,
      );
      expect(await get('traefikservice/api-meeting', '{.spec.weighted.services[*].name}')).toBe(
        'api-meeting',
      );
      expect((await environmentOf('api-meeting')).filter((each) => each.startsWith('NODE_OPTIONS='))).toEqual(
        [],
      );
    },
  );

  test('a good version takes the old one’s place, share by share', cluster, async () => {
    await using _crowd = startCrowd(
      `http://${running.nodes[0]?.address}:30080/api/v1/rooms`,
      CROWD_PER_SECOND,
    );
    project.patch([
      withVariable('api-chat', 'GOMEET_TEST_VERSION', 'three'),
      withVariable('api-meeting', 'GOMEET_TEST_VERSION', 'four'),
    ]);
    const { exitCode, stderr } = await deploy('--canary', '50,100', '--canary-hold', '60s');
    expect(exitCode, stderr).toBe(0);
    expect(await environmentOf('api-meeting')).toContain('GOMEET_TEST_VERSION=four');
  });

  test('down --wipe leaves nothing', cluster, async () => {
    const { exitCode, stderr } = await gomeet.run('down', ...onCluster, '--wipe', '--yes');
    expect(exitCode, stderr).toBe(0);
    for (const what of [
      'namespaces',
      'customresourcedefinitions',
      'persistentvolumes',
      'clusterroles',
      'priorityclasses',
      'storageclasses',
      'validatingwebhookconfigurations',
      'mutatingwebhookconfigurations',
    ])
      expect(
        (await running.kubectl(['get', what, '-o', 'name']))
          .split('\n')
          .filter((line) => /gomeet|cnpg|traefik/.test(line)),
        what,
      ).toEqual([]);
  });
});

const summaryOf = (run: DrillRun | undefined): string =>
  JSON.stringify(run, [
    'verdict',
    'why',
    'detectionMs',
    'rtoFirstMs',
    'rtoStableMs',
    'rtoRedundantMs',
    'rpoRows',
    'acknowledgedWrites',
    'probesMadePercent',
    'participantsAffected',
    'mediaBackMs',
  ]);

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** A measurement for whoever runs it; nothing is asserted of it, for machines differ. */
const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
