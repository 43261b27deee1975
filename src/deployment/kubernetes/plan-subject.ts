import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { PlanDocument } from '../../planning/plan.ts';
import { workloadSpecOf } from './pod-template.ts';
import type { ProofPool, ProofSubject } from './proof.ts';
import { type PodRequest, requestOf } from './proof-arithmetic.ts';
import { sizeObjects } from './size-objects.ts';

/** An overlay, sized by a plan, on the plan's nodes. */
export function planSubject(
  objects: readonly ClusterObject[],
  plan: PlanDocument,
  overlay: string,
): ProofSubject {
  return {
    title: `overlay ${overlay}, sized by plan ${plan.name}`,
    objects: sizeObjects(objects, plan),
    pools: planPools(objects, plan),
  };
}

/**
 * The plan's nodes. It has taken off them what the pods of the system ask for, node-exporter and log agents among them;
 * those that the overlay itself brings are placed here, so their part is given back.
 */
export function planPools(objects: readonly ClusterObject[], { pools }: PlanDocument): ProofPool[] {
  const own = agentsOf(objects);
  return pools.map(({ id, nodes, spareNodes, allocatableCores, allocatableMemoryBytes }) => ({
    id,
    nodes,
    spareNodes,
    allocatableCores: allocatableCores + own.cores,
    allocatableMemoryBytes: allocatableMemoryBytes + own.memoryBytes,
  }));
}

/** What the overlay's agents ask for, of which every node has one. */
function agentsOf(objects: readonly ClusterObject[]): PodRequest {
  const requests = objects.flatMap((object) => {
    const spec = object.kind === 'DaemonSet' ? workloadSpecOf(object) : null;
    return spec === null ? [] : [requestOf(spec.template.spec)];
  });
  return {
    cores: requests.reduce((sum, { cores }) => sum + cores, 0),
    memoryBytes: requests.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
  };
}
