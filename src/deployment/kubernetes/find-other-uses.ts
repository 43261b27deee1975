import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { concurrently } from './concurrently.ts';
import { ENVIRONMENTS, type Namespaces, namespacesOf } from './environment.ts';
import { installerOf, type OtherUses } from './kept-for-others.ts';
import { identityOf, keyOf, shownKey } from './object-key.ts';
import { listRevisions } from './record-revision.ts';

/**
 * Looks who else in the cluster uses what a platform's deployments have made: objects of its types that are not its own, types
 * that somebody else installed before, and the record of the other environment's platform.
 */
export async function findOtherUses(
  cluster: Cluster,
  members: readonly ClusterObject[],
  namespaces: Namespaces,
): Promise<OtherUses> {
  const definitions = members.filter(({ kind }) => kind === 'CustomResourceDefinition');
  const found = await concurrently(definitions, async (definition): Promise<[string, string][]> => {
    const why = installerOf(definition) ?? (await userOf(cluster, definition, members, namespaces));
    return why === undefined ? [] : [[identityOf(keyOf(definition)), why]];
  });
  return new Map([...found.flat(), ...(await usesOfOtherPlatforms(cluster, namespaces))]);
}

async function userOf(
  cluster: Cluster,
  definition: ClusterObject,
  members: readonly ClusterObject[],
  { platform, media }: Namespaces,
): Promise<string | undefined> {
  const { group, names } = definition.spec as { group: string; names: { kind: string } };
  const types = await cluster.types();
  const type = types.find(
    ({ apiVersion, kind, verbs }) =>
      apiVersion.startsWith(`${group}/`) && kind === names.kind && verbs.includes('list'),
  );
  if (type === undefined) return undefined;
  const own = new Set(members.map(({ metadata }) => metadata.uid));
  const user = (await cluster.list(type, { namespace: null })).find(
    ({ metadata: { namespace, uid, ownerReferences } }) =>
      namespace !== platform && namespace !== media && !own.has(uid) && ownerReferences === undefined,
  );
  return user === undefined ? undefined : `${shownKey(keyOf(user))} uses it`;
}

/** Priorities and storage classes are shared by production and staging, and carry the label of whichever came first. */
async function usesOfOtherPlatforms(cluster: Cluster, { platform }: Namespaces): Promise<[string, string][]> {
  const others = ENVIRONMENTS.map((environment) => namespacesOf(environment).platform).filter(
    (name) => name !== platform,
  );
  const uses = await concurrently(others, async (name): Promise<[string, string][]> => {
    const key = { apiVersion: 'v1', kind: 'Namespace', namespace: null, name };
    const live = await cluster.get(key);
    if (live === null || live.metadata.deletionTimestamp !== undefined) return [];
    const [last] = await listRevisions(cluster, name);
    return (last?.objects ?? []).map((object) => [identityOf(keyOf(object)), `${name} uses it`]);
  });
  return uses.flat();
}
