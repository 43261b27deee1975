import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject, ObjectKey, ResourceType } from '../../adapters/cluster-object.ts';
import type { Context } from '../../context.ts';
import { awaitGone } from './await-gone.ts';
import { findMembers } from './compute-changes.ts';
import { takeDeployLock } from './deploy-lock.ts';
import type { Namespaces } from './environment.ts';
import { groupKindOf } from './inventory.ts';
import { keyOf, shownKey } from './object-key.ts';
import { lossOf } from './prune.ts';
import { pruneObjects } from './prune-objects.ts';
import { listRevisions } from './record-revision.ts';
import { podSelector } from './selector.ts';

interface TakeDown {
  readonly namespaces: Namespaces;
  readonly by: string;
  /** Data, secrets, history, namespaces and what belongs to the whole cluster too. */
  readonly wipe: boolean;
  readonly timeoutMs: number;
}

interface TakenDown {
  /** `Deployment gomeet/api-auth`. */
  readonly deleted: readonly string[];
  readonly kept: readonly string[];
}

type World = Pick<Context, 'now' | 'monotonic' | 'progress' | 'signal'>;

/**
 * Deletes what deployments have made, what uses others first. Without `wipe` everything stays that holds data or is needed to
 * read it: claims, secrets, the database, which is put to sleep, and its operator with all that belongs to the whole cluster.
 *
 * @throws GomeetError (conflict) while somebody deploys, (timeout) naming what does not go
 */
export async function takeDown(world: World, cluster: Cluster, request: TakeDown): Promise<TakenDown> {
  const { namespaces, by, wipe, timeoutMs } = request;
  const namespace = namespaces.platform;
  const place: ObjectKey = { apiVersion: 'v1', kind: 'Namespace', namespace: null, name: namespace };
  if ((await cluster.get(place)) === null) return { deleted: [], kept: [] };
  await using lock = await takeDeployLock(cluster, namespace, { identity: by, now: world.now });
  const waiting = { timeoutMs, signal: AbortSignal.any([world.signal, lock.lost]) };
  const [last] = await listRevisions(cluster, namespace);
  const wanted = last?.objects ?? [];
  const members = [...(await findMembers(cluster, wanted, namespace)).values()].filter(
    ({ metadata }) => metadata.ownerReferences === undefined && metadata.deletionTimestamp === undefined,
  );
  const going = wipe
    ? [...members, ...(await ownSecrets(cluster, namespaces))]
    : members.filter((object) => isDisposable(object, namespaces));
  const staying = members.filter((object) => !going.includes(object));
  if (!wipe) await putDatabasesToSleep(world, cluster, wanted.filter(isDatabase), waiting);
  const changes = going.map((live) => ({ key: keyOf(live), live }));
  await pruneObjects(world, cluster, changes, waiting);
  const names = (objects: readonly ClusterObject[]): string[] => objects.map((each) => shownKey(keyOf(each)));
  return { deleted: names(going), kept: names(staying) };
}

/** What the next deployment makes again as it was. Operators and types are the whole cluster's, and what is kept needs them. */
function isDisposable(object: ClusterObject, { platform, media }: Namespaces): boolean {
  const { namespace } = object.metadata;
  const isOurs = namespace === platform || namespace === media;
  return isOurs && object.kind !== 'Secret' && lossOf(keyOf(object)) === undefined;
}

const SECRETS: ResourceType = {
  apiVersion: 'v1',
  kind: 'Secret',
  resource: 'secrets',
  namespaced: true,
  verbs: [],
};

/** Those that deployments made beside the set, and the record. */
async function ownSecrets(cluster: Cluster, { platform, media }: Namespaces): Promise<ClusterObject[]> {
  const labelSelector = 'app.kubernetes.io/part-of=gomeet';
  const lists = await Promise.all(
    [platform, media].map((namespace) => cluster.list(SECRETS, { namespace, labelSelector })),
  );
  return lists.flat();
}

const isDatabase = (object: ClusterObject): boolean => groupKindOf(object) === 'Cluster.postgresql.cnpg.io';

const PODS: ResourceType = { apiVersion: 'v1', kind: 'Pod', resource: 'pods', namespaced: true, verbs: [] };

/**
 * CloudNativePG ends the pods of a database that hibernates and keeps its volumes. Said by an apply, so that the next one,
 * which does not say it, takes it back.
 */
async function putDatabasesToSleep(
  world: Pick<Context, 'monotonic'>,
  cluster: Cluster,
  databases: readonly ClusterObject[],
  waiting: { timeoutMs: number; signal: AbortSignal },
): Promise<void> {
  for (const object of databases) {
    if ((await cluster.get(keyOf(object))) === null) continue;
    const annotations = { ...object.metadata.annotations, 'cnpg.io/hibernation': 'on' };
    const asleep = { ...object, metadata: { ...object.metadata, annotations } };
    await cluster.apply(asleep, { dryRun: false, force: true });
    const namespace = object.metadata.namespace ?? null;
    const pods = await cluster.list(PODS, { namespace, labelSelector: podSelector(object) ?? '' });
    await awaitGone(world, cluster, pods.map(keyOf), waiting);
  }
}
