import type { Cluster } from './cluster.ts';
import type { ClusterObject, ObjectKey } from './cluster-object.ts';
import type { ClusterPaths } from './cluster-paths.ts';
import type { ClusterRequest } from './cluster-request.ts';

/** Server-side apply owns the fields that it sets under this name; conflicts with others are found by it. */
const FIELD_MANAGER = 'gomeet';

/** The part of a cluster that changes something, each time in gomeet's own name. */
export function writeCluster({
  ask,
  pathOf,
  collectionOf,
}: ClusterPaths): Pick<Cluster, 'apply' | 'create' | 'replace' | 'mergePatch' | 'delete'> {
  const send = async (verb: string, key: ObjectKey, request: ClusterRequest): Promise<ClusterObject> =>
    (await ask(`${verb} ${key.kind} ${key.name}`, key.namespace, request)).body as ClusterObject;
  return {
    async apply(object, { dryRun, force }) {
      const query = new URLSearchParams({
        fieldManager: FIELD_MANAGER,
        fieldValidation: 'Strict',
        force: String(force),
        ...(dryRun ? { dryRun: 'All' } : {}),
      });
      const key = keyOf(object);
      return send('apply', key, {
        method: 'PATCH',
        path: `${await pathOf(key)}?${query}`,
        body: object,
        contentType: 'application/apply-patch+yaml',
      });
    },
    async create(object) {
      const key = keyOf(object);
      const path = `${await collectionOf(key)}?fieldManager=${FIELD_MANAGER}&fieldValidation=Strict`;
      return send('create', key, { method: 'POST', path, body: object });
    },
    async replace(object) {
      const key = keyOf(object);
      const path = `${await pathOf(key)}?fieldManager=${FIELD_MANAGER}`;
      return send('replace', key, { method: 'PUT', path, body: object });
    },
    async mergePatch(key, patch, subresource = '') {
      return send('change', key, {
        method: 'PATCH',
        path: `${await pathOf(key, subresource)}?fieldManager=${FIELD_MANAGER}`,
        body: patch,
        contentType: 'application/merge-patch+json',
      });
    },
    async delete(key, { uid, resourceVersion, propagation = 'Background', gracePeriodSeconds } = {}) {
      const body = {
        propagationPolicy: propagation,
        ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
        // Fields that are undefined are not sent.
        preconditions: { uid, resourceVersion },
      };
      const path = await pathOf(key);
      const what = `delete ${key.kind} ${key.name}`;
      return (await ask(what, key.namespace, { method: 'DELETE', path, body })).status !== 404;
    },
  };
}

const keyOf = ({ apiVersion, kind, metadata }: ClusterObject): ObjectKey => ({
  apiVersion,
  kind,
  namespace: metadata.namespace ?? null,
  name: metadata.name,
});
