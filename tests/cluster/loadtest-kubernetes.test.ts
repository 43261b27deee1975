/**
 * `--runner kubernetes` against a real control plane: the Job that gomeet makes is admitted, scheduled and counted by
 * Kubernetes itself, and its pods' own command puts a load on a real platform. Only the container runtime is played:
 * see node.ts.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BatchV1Api, CoreV1Api } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { podPaths } from '../../src/loadtest/kubernetes/pod-paths.ts';
import { type Run, RunSchema } from '../../src/results/run.ts';
import { type LocalGomeet, localGomeet, until } from '../local/local-gomeet.ts';
import { runCli } from '../support/run-cli.ts';
import { buildControlPlane, type ControlPlane, startControlPlane } from './control-plane.ts';
import { type Image, startNode } from './node.ts';

const cluster = { tags: ['cluster'] };
const password = 'accounts of the cluster test';
const namespace = 'gomeet-load';
const image = 'gomeet-loadgen:test';
const scenarios = fileURLToPath(new URL('../../scenarios', import.meta.url));

interface RunData {
  readonly runDirectory: string;
  readonly verdict: { readonly exitCode: number };
  readonly counts: Readonly<Record<string, number>>;
}

describe('a load from pods', () => {
  let gomeet: LocalGomeet;
  let plane: ControlPlane;
  let apiUrl: string;
  let images: Readonly<Record<string, Image>>;

  beforeAll(async () => {
    buildControlPlane();
    gomeet = localGomeet({ env: { GOMEET_LOADTEST_ACCOUNT_PASSWORD: password } });
    const deployed = await gomeet.run('deploy');
    expect(deployed.exitCode, deployed.stderr).toBe(0);
    const { data } = (await gomeet.json('status')) as unknown as { data: { urls: { api: string } } };
    apiUrl = data.urls.api;
    // A local load leaves its accounts behind, which is how they come to this platform; two generators need a hundred.
    await gomeet.run('loadtest', 'api', '--rate', '2', '--duration', '5s', '--parallelism', '2');
    images = {
      [image]: {
        [podPaths.k6]: await built(gomeet, 'k6'),
        [podPaths.scenarios]: scenarios,
        [podPaths.clips]: await built(gomeet, 'clips'),
      },
    };
    const folder = join(gomeet.folder, 'cluster');
    mkdirSync(folder);
    plane = await startControlPlane(folder);
    // The strictest profile: a pod that asked for more than it needs would not be let in.
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
    await plane.config
      .makeApiClient(CoreV1Api)
      .createNamespace({ body: { metadata: { name: namespace, labels } } });
  }, 1_200_000);

  afterAll(async () => {
    await plane?.[Symbol.asyncDispose]();
    await gomeet?.[Symbol.asyncDispose]();
  });

  const node = (cpus: number) => startNode(plane, { folder: join(gomeet.folder, 'cluster'), images, cpus });

  async function load(
    flags: readonly string[],
    { signal = new AbortController().signal, scenario = ['api', '--rate', '4'] } = {},
  ): Promise<{ exitCode: number; data: RunData; run: Run; stderr: string }> {
    const runner = ['--runner', 'kubernetes', '--parallelism', '2', '--api-url', apiUrl, '--json'];
    const { exitCode, stdout, stderr } = await runCli(['loadtest', ...scenario, ...runner, ...flags], {
      cwd: gomeet.folder,
      env: { KUBECONFIG: plane.kubeconfig, GOMEET_LOADTEST_ACCOUNT_PASSWORD: password },
      signal,
    });
    const { data } = JSON.parse(stdout) as { data: RunData };
    const run = RunSchema.parse(JSON.parse(readFileSync(join(data.runDirectory, 'run.json'), 'utf8')));
    return { exitCode, data, run, stderr };
  }

  /** What a run may leave in the cluster: nothing. */
  async function nothingIsLeft(): Promise<void> {
    const [core, batch] = [plane.config.makeApiClient(CoreV1Api), plane.config.makeApiClient(BatchV1Api)];
    await until('nothing of the run is left in the cluster', async () => {
      const lists = await Promise.all([
        batch.listNamespacedJob({ namespace }),
        core.listNamespacedSecret({ namespace }),
        core.listNamespacedPod({ namespace }),
      ]);
      return lists.every(({ items }) => items.length === 0);
    });
  }

  test('two pods share it: no overlap, one start, counts that add up, nothing left', cluster, async () => {
    await using fleet = await node(8);
    const { exitCode, data, run, stderr } = await load([
      '--image',
      image,
      '--duration',
      '5s',
      '--start-within',
      '20s',
    ]);
    expect(run, stderr).toMatchObject({ partial: false, partialReason: null, target: apiUrl });
    expect(exitCode).toBe(data.verdict.exitCode);
    const plans = fleet.plans() as {
      share: object;
      startAt: number;
      users: { first: number; count: number };
    }[];
    expect(plans.map(({ share }) => share)).toEqual([
      { index: 0, of: 2 },
      { index: 1, of: 2 },
    ]);
    expect(plans.map(({ users }) => [users.first, users.count])).toEqual([
      [1, 50],
      [51, 50],
    ]);
    expect(new Set(plans.map(({ startAt }) => startAt)).size).toBe(1);
    const parts = [1, 2].map(
      (pod) =>
        JSON.parse(
          readFileSync(join(data.runDirectory, 'generator', String(pod), 'loadgen.json'), 'utf8'),
        ) as {
          counts: Record<string, number>;
        },
    );
    for (const name of ['journeysCompleted', 'apiRequests']) {
      const sum = parts.reduce((total, { counts }) => total + (counts[name] ?? 0), 0);
      expect(parts.every(({ counts }) => (counts[name] ?? 0) > 0)).toBe(true);
      expect(data.counts[name]).toBe(sum);
    }
    expect(run.kpis.map(({ id }) => id)).toEqual(['journeys-completed', 'api-response-time-p95']);
    expect(run.findings.map(({ code }) => code)).toContain('platform-not-watched');
    expect(run.environment.programs.kubernetes).toMatch(/^v1\.36/);
    expect(JSON.stringify(run)).not.toContain(password);
    await nothingIsLeft();
  });

  test('rooms with media: each is whole in one pod, and counted on over all of them', cluster, async () => {
    await using _fleet = await node(8);
    const scenario = ['rooms', '--rooms', '2', '--participants', '3'];
    const { data, run, stderr } = await load(
      ['--image', image, '--duration', '5s', '--start-within', '20s'],
      { scenario },
    );
    expect(run, stderr).toMatchObject({ partial: false, partialReason: null });
    expect(data.counts).toMatchObject({ participantsJoined: 6, participantsReceiving: 6, rooms: 2 });
    expect(run.tables?.[0]?.rows.map(([name]) => name).sort()).toEqual(['Load test 1', 'Load test 2']);
    await nothingIsLeft();
  });

  test('a pod that is killed makes the run partial; what the other measured stays', cluster, async () => {
    await using fleet = await node(8);
    const running = load(['--image', image, '--duration', '10s', '--start-within', '20s']);
    await until('both pods run', () => fleet.plans().length === 2);
    fleet.killForMemory(1);
    const { exitCode, run, data } = await running;
    expect(run.partialReason).toMatch(/^pod gomeet-\w+-1-\w+ failed: OOMKilled, exit code 137/);
    expect(exitCode).toBe(data.verdict.exitCode);
    expect(exitCode).not.toBe(0);
    expect(data.counts.journeysCompleted).toBeGreaterThan(0);
    await nothingIsLeft();
  });

  test('an image that cannot be had ends the run with the reason', cluster, async () => {
    await using _fleet = await node(8);
    const { run, exitCode } = await load(['--image', 'gomeet-loadgen:missing', '--start-within', '5s']);
    expect(run.partialReason).toMatch(
      /^pod [01] did not run in time: ImagePullBackOff: Back-off pulling image "gomeet-loadgen:missing"$/,
    );
    expect(exitCode).not.toBe(0);
    await nothingIsLeft();
  });

  test('a pod that fits on no node: the scheduler’s words', cluster, async () => {
    await using _fleet = await node(3);
    const { run } = await load(['--image', image, '--start-within', '5s']);
    expect(run.partialReason).toMatch(
      /^pod [01] did not run in time: Unschedulable: 0\/1 nodes are available: 1 Insufficient cpu/,
    );
    await nothingIsLeft();
  });

  test('Ctrl-C: exit code 130, a partial report, nothing left', cluster, async () => {
    await using fleet = await node(8);
    const interrupt = new AbortController();
    const running = load(['--image', image, '--duration', '10m'], { signal: interrupt.signal });
    await until('both pods run', () => fleet.plans().length === 2);
    interrupt.abort();
    const { exitCode, run } = await running;
    expect(exitCode).toBe(130);
    expect(run).toMatchObject({ partial: true, partialReason: 'interrupted by the user' });
    await nothingIsLeft();
  });

  test('a namespace that is not there is refused before anything starts', cluster, async () => {
    const place = ['--api-url', apiUrl, '--image', image, '--namespace', 'nowhere'];
    const { exitCode, stderr } = await runCli(['loadtest', 'api', '--runner', 'kubernetes', ...place], {
      cwd: gomeet.folder,
      env: { KUBECONFIG: plane.kubeconfig, GOMEET_LOADTEST_ACCOUNT_PASSWORD: password },
    });
    expect(exitCode).toBe(6);
    expect(stderr).toContain('namespaces "nowhere" not found');
    expect(stderr).toContain('kubectl create namespace nowhere');
  });
});

/** A thing that setup has built: what an image of the generator is made of. */
async function built(gomeet: LocalGomeet, name: 'k6' | 'clips'): Promise<string> {
  const { data } = (await gomeet.json('setup', '--yes')) as unknown as {
    data: { tools: { name: string; path: string | null }[] };
  };
  const path = data.tools.find((tool) => tool.name === name)?.path;
  if (!path) throw new Error(`setup found no ${name}`);
  return path;
}
