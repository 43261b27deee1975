import { createHash } from 'node:crypto';
import type { ClusterObject, ObjectKey } from '../../adapters/cluster-object.ts';

/** Every object of a deployment carries it, so that what is no longer wanted can be found: ApplySet's own label, which other tools read. */
const INVENTORY_LABEL = 'applyset.kubernetes.io/part-of';
const KINDS_ANNOTATION = 'applyset.kubernetes.io/contains-group-kinds';

/** The object that stands for the whole set of a namespace; kubectl's ApplySet calls it the parent. */
export const inventoryKey = (namespace: string): ObjectKey => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace,
  name: 'gomeet-inventory',
});

/** The set's id as KEP-3659 computes it from its parent: `applyset-<base64url(sha256(name.namespace.kind.group))>-v1`. */
export function inventoryOf(namespace: string): string {
  const { name, kind } = inventoryKey(namespace);
  const hash = createHash('sha256').update(`${name}.${namespace}.${kind}.`).digest('base64url');
  return `applyset-${hash}-v1`;
}

export const inventorySelector = (inventory: string): string => `${INVENTORY_LABEL}=${inventory}`;

/** The object with the label of its set. */
export function inInventory(object: ClusterObject, inventory: string): ClusterObject {
  const labels = { ...object.metadata.labels, [INVENTORY_LABEL]: inventory };
  return { ...object, metadata: { ...object.metadata, labels } };
}

/**
 * What two platforms of one cluster share, such as a priority class, stays a member of the set that made it: otherwise each
 * deployment would take it from the other, and the last one down would leave nobody to delete it.
 */
export function leftToOwner(object: ClusterObject, live: ClusterObject | null): ClusterObject {
  const owner = live?.metadata.labels?.[INVENTORY_LABEL];
  return owner === undefined ? object : inInventory(object, owner);
}

/** `Deployment.apps`, `ConfigMap`: how an ApplySet names a kind. */
export function groupKindOf({ apiVersion, kind }: { apiVersion: string; kind: string }): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return group === '' ? kind : `${kind}.${group}`;
}

/** The parent with the kinds that the set holds: with it, what is no longer wanted is looked for among these alone. */
export function inventoryObject(
  namespace: string,
  groupKinds: readonly string[],
  version: string,
): ClusterObject {
  const { apiVersion, kind, name } = inventoryKey(namespace);
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      labels: { 'applyset.kubernetes.io/id': inventoryOf(namespace), 'app.kubernetes.io/part-of': 'gomeet' },
      annotations: {
        'applyset.kubernetes.io/tooling': `gomeet/${version}`,
        [KINDS_ANNOTATION]: [...new Set(groupKinds)].sort().join(','),
      },
    },
  };
}

/** @returns null where nothing says which kinds the set holds */
export function groupKindsIn(parent: ClusterObject | null): readonly string[] | null {
  const text = parent?.metadata.annotations?.[KINDS_ANNOTATION];
  return text === undefined ? null : text.split(',').filter((name) => name !== '');
}
