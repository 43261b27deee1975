import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { Namespaces } from './environment.ts';
import { SECRETS } from './record-revision.ts';
import { missingSecrets, requireSecrets } from './required-secrets.ts';
import type { KnownSecrets } from './secrets.ts';

/**
 * Asks before the first wave whether every Secret is there that pods and operators need. Reads names, writes nothing.
 *
 * @throws GomeetError (prerequisite, `secret-missing`) naming each
 */
export async function checkSecrets(
  cluster: Cluster,
  namespaces: Namespaces,
  { objects, known }: { readonly objects: readonly ClusterObject[]; readonly known: KnownSecrets },
): Promise<void> {
  const lists = await Promise.all(
    Object.values(namespaces).map((namespace) => cluster.list(SECRETS, { namespace })),
  );
  const live = new Set(lists.flat().map(({ metadata }) => `${metadata.namespace}/${metadata.name}`));
  requireSecrets(missingSecrets(objects, { namespaces, known, live }));
}
