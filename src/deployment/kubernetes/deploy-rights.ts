import type { ClusterObject, ResourceType } from '../../adapters/cluster-object.ts';

/** One thing that an account must be allowed to do. `*` stands for everything. */
export interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** null: in the whole cluster. */
  readonly namespace: string | null;
}

/** Server-side apply is a patch, and a creation where there is nothing; pruning lists and deletes. */
const VERBS = ['get', 'list', 'create', 'patch', 'delete'];

/** The rights that deploying a set takes: for each of its types where it is used, and for lock and record. */
export function neededRights(
  objects: readonly ClusterObject[],
  types: readonly ResourceType[],
  namespace: string,
): Right[] {
  const rights = new Map<string, Right>();
  const add = (
    type: ResourceType,
    place: string | null,
    verbs: readonly string[],
    isSearched: boolean,
  ): void => {
    const group = groupOf(type);
    for (const verb of verbs) {
      // The inventory is searched in all namespaces at once; the record, and what pods say, only where they are.
      const where = (verb === 'list' && isSearched) || !type.namespaced ? null : place;
      const right = { verb, group, resource: type.resource, namespace: where };
      rights.set(shownRight(right), right);
    }
  };
  const byName = new Map(types.map((type) => [`${type.apiVersion} ${type.kind}`, type]));
  for (const { apiVersion, kind, metadata } of objects) {
    const type = byName.get(`${apiVersion} ${kind}`);
    // A type that comes with the deployment is asked for by its definition.
    if (type !== undefined) add(type, metadata.namespace ?? null, VERBS, kind !== 'Secret');
  }
  for (const [name, verbs] of Object.entries(ownNeeds)) {
    const type = byName.get(name);
    if (type !== undefined) add(type, namespace, verbs, false);
  }
  return [...rights.values()];
}

/** The rights that a removal takes: to delete each thing that goes. */
export function removalRights(objects: readonly ClusterObject[], types: readonly ResourceType[]): Right[] {
  const rights = new Map<string, Right>();
  for (const { apiVersion, kind, metadata } of objects) {
    const type = types.find((each) => each.apiVersion === apiVersion && each.kind === kind);
    // What is of no type that the cluster knows goes with the definition of its type.
    if (type === undefined) continue;
    const namespace = metadata.namespace ?? null;
    const right = { verb: 'delete', group: groupOf(type), resource: type.resource, namespace };
    rights.set(shownRight(right), right);
  }
  return [...rights.values()];
}

const groupOf = ({ apiVersion }: ResourceType): string =>
  apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';

const ownNeeds: Readonly<Record<string, readonly string[]>> = {
  'v1 Secret': ['get', 'list', 'create', 'patch', 'delete'],
  'v1 ConfigMap': ['get', 'create', 'patch'],
  'v1 Pod': ['list'],
  'v1 Event': ['list'],
  'apps/v1 ReplicaSet': ['list'],
  'coordination.k8s.io/v1 Lease': ['get', 'create', 'update', 'delete'],
};

/** As kubectl says it: `create deployments.apps in gomeet`. */
export function shownRight({ verb, group, resource, namespace }: Right): string {
  return `${verb} ${resource}${group === '' ? '' : `.${group}`}${namespace === null ? '' : ` in ${namespace}`}`;
}
