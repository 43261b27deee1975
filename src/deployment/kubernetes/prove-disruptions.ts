import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject, ObjectKey } from '../../adapters/cluster-object.ts';
import { hasNodeToItself, PROOF_LABEL, type ProofWorkload } from './placement.ts';
import type { PodTemplate, WorkloadSpec } from './pod-template.ts';
import type { ProofPool } from './proof.ts';
import { fitsEmpty, poolsFor, requestOf } from './proof-arithmetic.ts';
import { nodeName, nodeObjects } from './proof-nodes.ts';
import { type ProofWorld, proofPods, settlePods } from './settle-pods.ts';

/** Takes away the node of a pool that has the most pods, and its pods with it. @returns its index */
export async function loseNode(cluster: Cluster, pool: ProofPool): Promise<number> {
  const pods = await proofPods(cluster);
  const on = (index: number): ClusterObject[] =>
    pods.filter(({ spec }) => (spec as { nodeName?: string }).nodeName === nodeName(pool, index));
  const indexes = Array.from({ length: pool.nodes }, (_, index) => index);
  const lost = indexes.toSorted((a, b) => on(b).length - on(a).length)[0] ?? 0;
  await cluster.delete({ apiVersion: 'v1', kind: 'Node', namespace: null, name: nodeName(pool, lost) });
  await Promise.all(on(lost).map((pod) => cluster.delete(podKey(pod), { gracePeriodSeconds: 0 })));
  return lost;
}

const podKey = ({ metadata }: ClusterObject): ObjectKey => ({
  apiVersion: 'v1',
  kind: 'Pod',
  namespace: metadata.namespace ?? null,
  name: metadata.name,
});

export async function returnNode(cluster: Cluster, pool: ProofPool, index: number): Promise<void> {
  const [node, volumes] = nodeObjects(pool, index);
  if (node === undefined || volumes === undefined) return;
  await cluster.create(node);
  // Its list of volumes goes with a node, though not at once.
  await cluster.apply(volumes, { dryRun: false, force: true });
}

interface Stage {
  readonly pools: readonly ProofPool[];
  readonly workloads: readonly ProofWorkload[];
}

/**
 * Begins a new version of everything that is rolled: as many new pods beside the old ones as its strategy allows. What has
 * a node to itself has no place beside its old pods: the new generation starts on the spare nodes, which its old pods leave first.
 *
 * @returns the workloads with the pods that there are to be
 */
export async function surge(
  world: ProofWorld,
  cluster: Cluster,
  { pools, workloads }: Stage,
): Promise<ProofWorkload[]> {
  const rolled = workloads.filter(({ name }) => name.startsWith('Deployment '));
  const plans = await Promise.all(rolled.map((workload) => surgeOf(cluster, workload, pools)));
  for (const { key, left } of plans)
    if (left !== null) await cluster.mergePatch(key, { spec: { replicas: left } });
  const settled = workloads.map((workload) => {
    const left = plans.find(({ id }) => id === workload.id)?.left ?? null;
    return left === null ? workload : { ...workload, count: left };
  });
  await settlePods(world, cluster, settled);
  for (const plan of plans)
    for (let index = 0; index < plan.extra; index += 1) await cluster.create(extraPod(plan, index));
  return settled.map((workload) => {
    const extra = plans.find(({ id }) => id === workload.id)?.extra ?? 0;
    return { ...workload, count: workload.count + extra };
  });
}

interface Surge {
  readonly id: string;
  readonly key: ObjectKey;
  readonly template: PodTemplate;
  /** Old pods that stay; null: all of them. */
  readonly left: number | null;
  readonly extra: number;
}

async function surgeOf(
  cluster: Cluster,
  workload: ProofWorkload,
  pools: readonly ProofPool[],
): Promise<Surge> {
  const [namespace = '', name = ''] = workload.name.slice('Deployment '.length).split('/');
  const key = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name };
  const spec = (await cluster.get(key))?.spec as WorkloadSpec;
  const common = { id: workload.id, key, template: spec.template };
  const request = requestOf(workload.spec);
  const pool = poolsFor(workload.spec, pools).find((each) => fitsEmpty(request, each));
  if (pool !== undefined && hasNodeToItself(request, pool) && workload.count > pool.spareNodes) {
    const batch = Math.max(1, pool.spareNodes);
    return { ...common, left: workload.count - pool.spareNodes, extra: batch };
  }
  return { ...common, left: null, extra: extraOf(spec, workload.count) };
}

/** As the Deployment controller reckons: a quarter, rounded up, where nothing else is said. */
function extraOf({ strategy }: WorkloadSpec, replicas: number): number {
  const { type = 'RollingUpdate', rollingUpdate } = (strategy ?? {}) as {
    type?: string;
    rollingUpdate?: { maxSurge?: number | string };
  };
  if (type !== 'RollingUpdate') return 0;
  const most = rollingUpdate?.maxSurge ?? '25%';
  return typeof most === 'number' ? most : Math.ceil((Number.parseFloat(most) / 100) * replicas);
}

/** A pod of the new version: the labels of the old ones, so that they keep apart as they must, and another hash. */
function extraPod({ id, key, template }: Surge, index: number): ClusterObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `surge-${key.name}-${index}`,
      namespace: key.namespace ?? 'default',
      labels: { ...template.metadata?.labels, 'pod-template-hash': 'surge', [PROOF_LABEL]: id },
    },
    spec: template.spec,
  };
}
