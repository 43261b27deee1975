import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { PlanDocument } from '../../planning/plan.ts';
import type { ProofSubject } from './proof.ts';
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
    pools: plan.pools.map(({ id, nodes, spareNodes, allocatableCores, allocatableMemoryBytes }) => ({
      id,
      nodes,
      spareNodes,
      allocatableCores,
      allocatableMemoryBytes,
    })),
  };
}
