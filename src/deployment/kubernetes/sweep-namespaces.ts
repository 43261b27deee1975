import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject, ResourceType } from '../../adapters/cluster-object.ts';
import { awaitPodsGone } from './await-pods-gone.ts';
import { concurrently } from './concurrently.ts';
import type { Namespaces } from './environment.ts';
import { groupKindOf } from './inventory.ts';
import { isCustom } from './removal-order.ts';
import { podsText, type RemovalBounds, type RemovalWorld, removeStep, showing } from './remove-step.ts';

const CLAIMS: ResourceType = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  resource: 'persistentvolumeclaims',
  namespaced: true,
  verbs: [],
};

/**
 * Empties namespaces that are about to go of what operators, schedules and StatefulSets made in them, which is on no list of
 * ours: custom resources, such as a challenge of cert-manager, whose finalizer only its operator takes off; pods; volume claims.
 *
 * @throws GomeetError (timeout) as removeStep does
 */
export async function sweepNamespaces(
  world: RemovalWorld,
  cluster: Cluster,
  { platform, media }: Namespaces,
  bounds: RemovalBounds,
): Promise<void> {
  const places = [platform, media];
  const remove = async (title: string, types: readonly ResourceType[]): Promise<void> => {
    const objects = await listAll(cluster, types, places);
    if (objects.length > 0) await removeStep(world, cluster, { name: 'sweep', title, objects }, bounds);
  };
  const custom = (await cluster.types()).filter(
    (type) =>
      type.namespaced && isCustom(type) && type.verbs.includes('list') && type.verbs.includes('delete'),
  );
  const oneVersionEach = [...new Map(custom.map((type) => [groupKindOf(type), type])).values()];
  await remove('what operators have made', oneVersionEach);
  await showing(world, 'the last pods', async (update) => {
    const onLeft = (pods: readonly ClusterObject[]): void => update({ text: podsText(pods) });
    await awaitPodsGone(world, cluster, places, () => true, { ...bounds, onLeft });
    return 'none is left';
  });
  await remove('volume claims, with the data on them', [CLAIMS]);
}

/**
 * Waits for pods that an earlier run has sent home and that still end, such as a media server with its meetings: the data
 * under them must not go first.
 *
 * @throws GomeetError (timeout) naming them
 */
export async function awaitEnding(
  world: RemovalWorld,
  cluster: Cluster,
  { platform, media }: Namespaces,
  bounds: RemovalBounds,
): Promise<void> {
  const isEnding = ({ metadata }: ClusterObject): boolean => metadata.deletionTimestamp !== undefined;
  await showing(world, 'pods that still end', async (update) => {
    const onLeft = (pods: readonly ClusterObject[]): void => update({ text: podsText(pods) });
    await awaitPodsGone(world, cluster, [platform, media], isEnding, { ...bounds, onLeft });
    return 'none is left';
  });
}

async function listAll(
  cluster: Cluster,
  types: readonly ResourceType[],
  places: readonly string[],
): Promise<ClusterObject[]> {
  const searches = types.flatMap((type) => places.map((namespace) => ({ type, namespace })));
  const lists = await concurrently(searches, ({ type, namespace }) => cluster.list(type, { namespace }));
  return lists.flat();
}
