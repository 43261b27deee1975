/**
 * The plan of 50,000 people as a whole: every object of the overlay applied to a real API server, every pod placed by the
 * real scheduler on nodes of the planned pools, which KWOK plays; and the time of it beside `kubectl apply -k`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Cluster } from '../../src/adapters/cluster.ts';
import type { ClusterObject, ResourceType } from '../../src/adapters/cluster-object.ts';
import {
  createProvingGround,
  type ProvingCluster,
  type ProvingGround,
} from '../../src/adapters/proving-ground/proving-ground.ts';
import { applyChangeSet } from '../../src/deployment/kubernetes/apply-change-set.ts';
import { concurrently } from '../../src/deployment/kubernetes/concurrently.ts';
import { ensureSecrets } from '../../src/deployment/kubernetes/ensure-secrets.ts';
import { namespacesOf } from '../../src/deployment/kubernetes/environment.ts';
import { planDeployment } from '../../src/deployment/kubernetes/plan-deployment.ts';
import { planPools } from '../../src/deployment/kubernetes/plan-subject.ts';
import { nodeObjects, VOLUME_DRIVER } from '../../src/deployment/kubernetes/proof-nodes.ts';
import { storageClasses } from '../../src/deployment/kubernetes/proof-objects.ts';
import { renderOverlay } from '../../src/deployment/kubernetes/render-overlay.ts';
import { settleNodes } from '../../src/deployment/kubernetes/settle-pods.ts';
import { sizeObjects } from '../../src/deployment/kubernetes/size-objects.ts';
import { buildPlan } from '../../src/planning/build-plan.ts';
import { until } from '../local/local-gomeet.ts';
import { planInputs } from '../support/plan-inputs.ts';
import { applyTimes, timed } from './apply-times.ts';
import { bringOperatorManifests } from './operator-manifests.ts';
import { playOperators } from './play-operators.ts';
import { program } from './programs.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const { signal } = new AbortController();
const world = { env: { ...process.env, GOMEET_KUBECTL: program('kubectl') }, projectRoot, signal };
const step = () => ({ update() {}, succeed() {}, fail() {} });
const progress = { step, note() {} };
const clock = { now: Date.now, monotonic: () => performance.now() };
const POD: ResourceType = { apiVersion: 'v1', kind: 'Pod', resource: 'pods', namespaced: true, verbs: [] };

const plan = buildPlan(planInputs({}, { database: 'self-hosted' })).document;

describe('the plan of 50,000 people', { tags: ['cluster'] }, () => {
  let ground: ProvingGround;
  let running: ProvingCluster;
  let types: ClusterObject[];
  let objects: ClusterObject[];
  let applyMs = 0;

  beforeAll(async () => {
    await bringOperatorManifests();
    ground = createProvingGround(world);
    await ground.build(progress);
    const overlay = await renderOverlay(world, { overlay: 'self-hosted', environment: 'production' });
    const sized = playable(sizeObjects(overlay, plan));
    types = sized.filter(({ kind }) => kind === 'CustomResourceDefinition');
    objects = sized.filter(({ kind }) => kind !== 'CustomResourceDefinition');
    running = await ground.start(VOLUME_DRIVER);
    const pools = planPools(overlay, plan);
    const nodes = pools.flatMap((pool) =>
      Array.from({ length: pool.nodes }, (_, index) => nodeObjects(pool, index)).flat(),
    );
    await concurrently(nodes, (node) => running.cluster.create(node));
    await settleNodes({ ...clock, signal }, running.cluster, nodes.length / 2);
    await installTypes(running.cluster, types);
    // A cluster has a default class; claims that name none get it.
    const own = objects.filter(({ kind }) => kind === 'StorageClass').map(({ metadata }) => metadata.name);
    const provided = storageClasses(objects, VOLUME_DRIVER).filter(
      ({ metadata }) => !own.includes(metadata.name),
    );
    await concurrently(provided, (each) => running.cluster.create(each));
  }, 900_000);
  afterAll(() => running?.[Symbol.asyncDispose]());

  test('is applied in waves until all of it is ready, and every pod has a node of its pool', async () => {
    await using _operators = playOperators(running.cluster);
    const namespaces = namespacesOf('production');
    const cluster = timed(running.cluster);
    const startedAt = performance.now();
    const wish = { objects, namespace: namespaces.platform, what: 'fleet', forceConflicts: false };
    const changeSet = await planDeployment(cluster, wish);
    const plannedMs = performance.now() - startedAt;
    await applyChangeSet({ ...clock, progress, signal, version: 'test' }, cluster, changeSet, {
      by: 'test',
      timeoutMs: 300_000,
      allowDelete: [],
      rollbackOnFailure: false,
      makeSecrets: async () => {
        await ensureSecrets(running.cluster, namespaces);
      },
      rollOutMedia: () => Promise.resolve(),
      rollOutApi: (_signal, _changes, apply) => apply(),
    });
    const readyMs = performance.now() - startedAt;
    applyMs = applyTimes(cluster);
    say(
      `${objects.length} objects: worked out in ${seconds(plannedMs)}, applied in ${seconds(applyMs)}, ready after ${seconds(readyMs)}`,
    );
    const pods = await running.cluster.list(POD, { namespace: null });
    const nodeless = pods.filter(({ spec }) => (spec as { nodeName?: string }).nodeName === undefined);
    expect(nodeless.map(({ metadata }) => metadata.name)).toEqual([]);
    const onMedia = pods.filter(({ spec }) => (spec as { nodeName: string }).nodeName.startsWith('media-'));
    const livekit = pods.filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === 'livekit');
    expect(livekit).toHaveLength(plan.workloads.find(({ name }) => name === 'livekit')?.replicas ?? -1);
    expect(livekit.every((pod) => onMedia.includes(pod))).toBe(true);
    say(`${pods.length} pods on ${plan.pools.reduce((sum, { nodes }) => sum + nodes, 0)} nodes`);
  });

  test('applying takes at most 1.5 times as long as kubectl apply -k of the same objects', async () => {
    await using other = await ground.start(VOLUME_DRIVER);
    await installTypes(other.cluster, types);
    const folder = mkdtempSync(join(tmpdir(), 'gomeet-fleet-'));
    try {
      const documents = objects.map((object) => `---\n${JSON.stringify(object)}\n`);
      writeFileSync(join(folder, 'objects.yaml'), documents.join(''));
      writeFileSync(join(folder, 'kustomization.yaml'), 'resources: [objects.yaml]\n');
      const startedAt = performance.now();
      const env = { ...process.env, KUBECONFIG: other.kubeconfig };
      execFileSync(program('kubectl'), ['apply', '-k', folder], { env, maxBuffer: 2 ** 26 });
      const kubectlMs = performance.now() - startedAt;
      say(`kubectl apply -k: ${seconds(kubectlMs)}; ratio ${(applyMs / kubectlMs).toFixed(2)}`);
      expect(applyMs).toBeGreaterThan(0);
      expect(applyMs / kubectlMs).toBeLessThanOrEqual(1.5);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/**
 * What an API server can take where no pod truly runs: it would ask the operators' webhooks, which nobody answers, and only
 * one provisioner is played.
 */
function playable(all: readonly ClusterObject[]): ClusterObject[] {
  return all
    .filter(({ kind }) => !kind.endsWith('WebhookConfiguration'))
    .map((object) =>
      object.kind === 'StorageClass'
        ? { ...object, provisioner: VOLUME_DRIVER, volumeBindingMode: 'WaitForFirstConsumer' }
        : object,
    );
}

async function installTypes(cluster: Cluster, types: readonly ClusterObject[]): Promise<void> {
  await concurrently(types, (type) => cluster.apply(type, { dryRun: false, force: true }));
  await until('the types of the operators are served', async () => {
    cluster.forgetTypes();
    const kinds = new Set((await cluster.types()).map(({ kind }) => kind));
    return types.every(({ spec }) => kinds.has((spec as { names: { kind: string } }).names.kind));
  });
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
