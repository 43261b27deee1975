import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { Namespaces } from './environment.ts';
import { completeSecretValues } from './make-secret-values.ts';
import { keyOf, shownKey } from './object-key.ts';
import { completedSecret, type KnownSecrets, secretObjects, valuesIn } from './secrets.ts';

interface EnsuredSecrets {
  /** `Secret gomeet/redis-auth`: names only, never what is in them. */
  readonly created: readonly string[];
  readonly completed: readonly string[];
}

/**
 * Makes the Secrets that are missing, and the keys and labels that a newer version needs; what is there stays as it is. The namespaces
 * have to exist.
 *
 * @throws GomeetError when the cluster refuses
 */
export async function ensureSecrets(
  cluster: Cluster,
  namespaces: Namespaces,
  known: KnownSecrets = {},
): Promise<EnsuredSecrets> {
  const live = await liveSecrets(cluster, namespaces, known);
  const isThere = (name: string): boolean => live.some(({ metadata }) => metadata.name === name);
  const news = Object.fromEntries(Object.entries(known).filter(([name]) => !isThere(name)));
  const values = completeSecretValues(valuesIn(live, namespaces));
  const created: string[] = [];
  const completed: string[] = [];
  for (const wanted of secretObjects(values, namespaces, news)) {
    const found = live.find((object) => shownKey(keyOf(object)) === shownKey(keyOf(wanted)));
    if (found === undefined) {
      await cluster.create(wanted);
      created.push(shownKey(keyOf(wanted)));
      continue;
    }
    const whole = completedSecret(found, wanted);
    if (whole === null) continue;
    await cluster.replace(whole);
    completed.push(shownKey(keyOf(wanted)));
  }
  return { created, completed };
}

/** The Secrets of the list that the cluster has, and of those that a user gives the ones that are known. */
export async function liveSecrets(
  cluster: Cluster,
  namespaces: Namespaces,
  known: KnownSecrets = {},
): Promise<ClusterObject[]> {
  const names = secretObjects(completeSecretValues({}), namespaces, known).map(keyOf);
  const found = await Promise.all(names.map((key) => cluster.get(key)));
  return found.filter((object) => object !== null);
}
