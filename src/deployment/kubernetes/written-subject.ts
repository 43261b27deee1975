import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { AuditedPlan } from '../../audit/audited-plan.ts';
import { first, poolsWithPods } from '../../audit/pools.ts';
import { allocatableOf } from '../../planning/allocatable.ts';
import { input } from '../../planning/quantity.ts';
import type { ProofPool, ProofSubject } from './proof.ts';
import { POOL_LABEL } from './size-workload.ts';

const GIB = 2 ** 30;

/**
 * A plan that people wrote, as its own words have it: each workload a Deployment on the pool that it names, else on the
 * workers. Where the documents disagree, what the first of them says.
 */
export function writtenSubject(plan: AuditedPlan): ProofSubject {
  const pools = poolsWithPods(plan);
  return {
    title: plan.name,
    pools: pools.map(({ pool }) =>
      poolOf(pool.id, first(pool.nodes) ?? 0, first(pool.cores) ?? 0, first(pool.memoryGiB) ?? 0),
    ),
    objects: pools.flatMap(({ pool, pods }) => pods.map((workload) => deployment(pool.id, workload))),
  };
}

/** No node is spare: the plan says so of none. */
function poolOf(id: string, nodes: number, cores: number, memoryGiB: number): ProofPool {
  const source = [{ title: 'the written plan', confidence: 'high' as const }];
  const allocatable = allocatableOf(id, {
    sku: id,
    cores: input({ id: `${id}.cores`, title: 'cores of a node', unit: 'core/node' }, cores, 'listed', source),
    memory: input(
      { id: `${id}.memory`, title: 'memory of a node', unit: 'byte/node' },
      memoryGiB * GIB,
      'listed',
      source,
    ),
    network: null,
    monthlyPrice: null,
  });
  return {
    id,
    nodes,
    spareNodes: 0,
    allocatableCores: allocatable.cores.value,
    allocatableMemoryBytes: allocatable.memory.value,
  };
}

function deployment(pool: string, workload: AuditedPlan['workloads'][number]): ClusterObject {
  const { name } = workload;
  const labels = { 'app.kubernetes.io/name': name };
  const requests = {
    cpu: `${first(workload.cpuMillicores) ?? 0}m`,
    memory: String((first(workload.memoryGiB) ?? 0) * GIB),
  };
  const affinity = {
    podAntiAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: [
        { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: labels } },
      ],
    },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: {
      replicas: first(workload.replicas) ?? 0,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name, image: name, resources: { requests } }],
          nodeSelector: { [POOL_LABEL]: pool },
          ...(workload.onePerNode === true ? { affinity } : {}),
        },
      },
    },
  };
}
