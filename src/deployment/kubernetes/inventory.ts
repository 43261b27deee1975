import type { ClusterObject } from '../../adapters/cluster-object.ts';

/** Every object of a deployment carries it, so that what is no longer wanted can be found: ApplySet's own label, which other tools read. */
export const INVENTORY_LABEL = 'applyset.kubernetes.io/part-of';

/** The object with the label of its set. */
export function inInventory(object: ClusterObject, inventory: string): ClusterObject {
  const labels = { ...object.metadata.labels, [INVENTORY_LABEL]: inventory };
  return { ...object, metadata: { ...object.metadata, labels } };
}
