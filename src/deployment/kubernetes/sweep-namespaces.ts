import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject, ResourceType } from '../../adapters/cluster-object.ts';
import { awaitPodsGone } from './await-pods-gone.ts';
import { concurrently } from './concurrently.ts';
import type { Right } from './deploy-rights.ts';
import type { Namespaces } from './environment.ts';
import { groupKindOf } from './inventory.ts';
import { podsText, type RemovalBounds, type RemovalWorld, removeStep, showing } from './remove-step.ts';

const CLAIMS: ResourceType = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  resource: 'persistentvolumeclaims',
  namespaced: true,
  verbs: [],
};

/**
 * The groups of the operators that overlays bring, and of those that others may: only these make things in the platform's namespaces on
 * our behalf. What somebody else's operator has put there goes with the namespace, by whoever serves it.
 */
const SERVED_GROUPS = [
  ...['traefik.io', 'cert-manager.io', 'acme.cert-manager.io', 'postgresql.cnpg.io', 'barmancloud.cnpg.io'],
  ...['keda.sh', 'cilium.io'],
];

/** The rights that emptying takes, asked for before a removal begins. */
export const sweepRights = (types: readonly ResourceType[], namespaces: Namespaces): Right[] =>
  [...sweptTypes(types), CLAIMS].flatMap(({ apiVersion, resource }) =>
    Object.values(namespaces).flatMap((namespace) =>
      ['list', 'delete'].map((verb) => ({
        verb,
        group: groupOf(apiVersion),
        resource,
        namespace,
        name: null,
      })),
    ),
  );

const groupOf = (apiVersion: string): string =>
  apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';

/** Of each type one version. */
function sweptTypes(types: readonly ResourceType[]): ResourceType[] {
  const served = types.filter(
    ({ apiVersion, namespaced, verbs }) =>
      namespaced &&
      SERVED_GROUPS.includes(groupOf(apiVersion)) &&
      verbs.includes('list') &&
      verbs.includes('delete'),
  );
  return [...new Map(served.map((type) => [groupKindOf(type), type])).values()];
}

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
  await remove('what operators have made', sweptTypes(await cluster.types()));
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
