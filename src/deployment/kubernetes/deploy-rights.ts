import type { ClusterObject, ResourceType } from '../../adapters/cluster-object.ts';
import type { Namespaces } from './environment.ts';

/** One thing that an account must be allowed to do. `*` stands for everything. */
export interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** null: in the whole cluster. */
  readonly namespace: string | null;
  /** null: objects of any name. */
  readonly name: string | null;
}

/**
 * Of what belongs to the whole cluster a right on every name is far more than a deployment needs: to delete any namespace, or to write
 * any role. An apply that creates is asked for by its name as well.
 */
const BY_NAME = new Set(['Namespace', 'PriorityClass', 'StorageClass', 'ClusterRole', 'ClusterRoleBinding']);

/** Server-side apply is a patch, and a creation where there is nothing; pruning lists and deletes. */
const VERBS = ['get', 'list', 'create', 'patch', 'delete'];

/** The rights that deploying a set takes: for each of its types where it is used, and for lock and record. */
export function neededRights(
  objects: readonly ClusterObject[],
  types: readonly ResourceType[],
  namespaces: Namespaces,
): Right[] {
  const rights = new Map<string, Right>();
  const add = (
    type: ResourceType,
    { place, object }: { place: string | null; object: string | null },
    verbs: readonly string[],
    isSearched: boolean,
  ): void => {
    const group = groupOf(type);
    for (const verb of verbs) {
      // The inventory is searched in all namespaces at once; the record, and what pods say, only where they are.
      const where = (verb === 'list' && isSearched) || !type.namespaced ? null : place;
      const name = verb === 'list' || !BY_NAME.has(type.kind) ? null : object;
      const right = { verb, group, resource: type.resource, namespace: where, name };
      rights.set(shownRight(right), right);
    }
  };
  const byName = new Map(types.map((type) => [`${type.apiVersion} ${type.kind}`, type]));
  for (const { apiVersion, kind, metadata } of objects) {
    const type = byName.get(`${apiVersion} ${kind}`);
    // A type that comes with the deployment is asked for by its definition.
    const place = { place: metadata.namespace ?? null, object: metadata.name };
    if (type !== undefined) add(type, place, VERBS, kind !== 'Secret');
  }
  for (const [name, verbs] of Object.entries(ownNeeds)) {
    const type = byName.get(name);
    const places = name === 'v1 Secret' ? Object.values(namespaces) : [namespaces.platform];
    for (const place of places) if (type !== undefined) add(type, { place, object: null }, verbs, false);
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
    const name = BY_NAME.has(kind) ? metadata.name : null;
    const right = { verb: 'delete', group: groupOf(type), resource: type.resource, namespace, name };
    rights.set(shownRight(right), right);
  }
  return [...rights.values()];
}

const groupOf = ({ apiVersion }: ResourceType): string =>
  apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';

const ownNeeds: Readonly<Record<string, readonly string[]>> = {
  // A Secret that is there is completed, or renewed, over what was read: a PUT.
  'v1 Secret': ['get', 'list', 'create', 'update', 'patch', 'delete'],
  'v1 ConfigMap': ['get', 'create', 'patch'],
  'v1 Pod': ['list'],
  'v1 Event': ['list'],
  'apps/v1 ReplicaSet': ['list'],
  'coordination.k8s.io/v1 Lease': ['get', 'create', 'update', 'delete'],
};

/** As kubectl says it: `create deployments.apps in gomeet`, `patch clusterroles.rbac.authorization.k8s.io/gomeet-prometheus`. */
export function shownRight({ verb, group, resource, namespace, name }: Right): string {
  const type = group === '' ? resource : `${resource}.${group}`;
  const object = name === null ? type : `${type}/${name}`;
  return namespace === null ? `${verb} ${object}` : `${verb} ${object} in ${namespace}`;
}
