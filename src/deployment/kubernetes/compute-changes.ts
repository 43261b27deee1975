import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { GomeetError } from '../../errors.ts';
import { type Change, changeOf, deletionOf, type FieldConflict } from './change-set.ts';
import { INVENTORY_LABEL } from './inventory.ts';
import { identityOf, keyOf } from './object-key.ts';

/** Requests under way at once: enough to hide their latency, few enough for the fairness limits of a small API server. */
const CONCURRENCY = 16;

interface Wish {
  readonly objects: readonly ClusterObject[];
  /** Which set the objects belong to: what has its label and is not wanted any more is deleted. */
  readonly inventory: string;
}

/**
 * Asks the server what applying these objects would change, by dry runs under its own validation, and what of the last
 * deployment would go. Writes nothing.
 *
 * Where an object's namespace or type comes only with this deployment the server cannot be asked; it is then a creation as written.
 */
export async function computeChanges(cluster: Cluster, { objects, inventory }: Wish): Promise<Change[]> {
  const known = new Set((await cluster.types()).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
  const made = new Set(
    objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name),
  );
  const wanted = await concurrently(objects, async (desired) => {
    if (!known.has(`${desired.apiVersion} ${desired.kind}`))
      return changeOf({ desired, live: null, wouldBe: null, conflicts: [] });
    const live = await cluster.get(keyOf(desired));
    const isIntoNewNamespace = live === null && made.has(desired.metadata.namespace ?? '');
    const asked = await dryRun(cluster, desired, isIntoNewNamespace);
    return changeOf({ desired, live, ...asked });
  });
  return [...wanted, ...(await deletions(cluster, { objects, inventory }))];
}

/** Names of managers and fields, as the server's answer to a conflicting apply tells them. */
interface Cause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

async function dryRun(
  cluster: Cluster,
  desired: ClusterObject,
  mayLackNamespace: boolean,
): Promise<{ wouldBe: ClusterObject | null; conflicts: FieldConflict[] }> {
  try {
    return { wouldBe: await cluster.apply(desired, { dryRun: true, force: false }), conflicts: [] };
  } catch (error) {
    if (!(error instanceof GomeetError)) throw error;
    const { code, body } = (error.cause ?? {}) as {
      code?: number;
      body?: { details?: { causes?: readonly Cause[] } };
    };
    if (code === 404 && mayLackNamespace) return { wouldBe: null, conflicts: [] };
    const causes = body?.details?.causes?.filter(({ reason }) => reason === 'FieldManagerConflict') ?? [];
    if (code !== 409 || causes.length === 0) throw error;
    return {
      wouldBe: null,
      conflicts: causes.map(({ message = '', field = '' }) => ({
        manager: /"([^"]+)"/.exec(message)?.[1] ?? message,
        path: field.replace(/^\./, ''),
      })),
    };
  }
}

/** Everything that carries the set's label, of every type that can be listed and deleted, and is not among the objects. */
async function deletions(cluster: Cluster, { objects, inventory }: Wish): Promise<Change[]> {
  const wanted = new Set(objects.map((object) => identityOf(keyOf(object))));
  const types = (await cluster.types()).filter(
    ({ verbs }) => verbs.includes('list') && verbs.includes('delete'),
  );
  const labelSelector = `${INVENTORY_LABEL}=${inventory}`;
  const found = await concurrently(types, (type) => cluster.list(type, { namespace: null, labelSelector }));
  const seen = new Set<string>();
  return found
    .flat()
    .filter(
      ({ metadata }) => metadata.deletionTimestamp === undefined && metadata.ownerReferences === undefined,
    )
    .filter((object) => {
      // One object is listed under each version of its group.
      const { uid = '' } = object.metadata;
      if (seen.has(uid) || wanted.has(identityOf(keyOf(object)))) return false;
      seen.add(uid);
      return true;
    })
    .map(deletionOf);
}

async function concurrently<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = new Array(items.length);
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, items.length) }, worker));
  return results;
}
