import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject, ResourceType } from '../../adapters/cluster-object.ts';
import { GomeetError } from '../../errors.ts';
import { type Change, changeOf, deletionOf, type FieldConflict } from './change-set.ts';
import { concurrently } from './concurrently.ts';
import {
  groupKindOf,
  groupKindsIn,
  inventoryKey,
  inventoryOf,
  inventorySelector,
  leftToOwner,
} from './inventory.ts';
import { keepMediaSize } from './media-size.ts';
import { identityOf, keyOf } from './object-key.ts';

interface Wish {
  readonly objects: readonly ClusterObject[];
  /** Where the set's inventory is: what it lists and is not wanted any more is deleted. */
  readonly namespace: string;
  /** Whether fields that others own are taken from them. */
  readonly force: boolean;
}

/**
 * Asks the server what applying these objects would change, by dry runs under its own validation, and what of the last
 * deployment would go. Writes nothing.
 *
 * Where an object's namespace or type comes only with this deployment the server cannot be asked; it is then a creation as written.
 */
export async function computeChanges(
  cluster: Cluster,
  { objects, namespace, force }: Wish,
): Promise<Change[]> {
  const known = new Set((await cluster.types()).map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
  const made = new Set(
    objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name),
  );
  const present = await findMembers(cluster, objects, namespace);
  const sized = keepMediaSize(objects, [...present.values()]);
  const wanted = await concurrently(sized, async (desired) => {
    const unasked = { wouldBe: null, conflicts: [], force, isImmutable: false };
    if (!known.has(`${desired.apiVersion} ${desired.kind}`))
      return changeOf({ desired, live: null, ...unasked });
    // Of a set of hundreds nearly all were listed; only what is not in it yet has to be looked at alone.
    const live = present.get(identityOf(keyOf(desired))) ?? (await cluster.get(keyOf(desired)));
    const isIntoNewNamespace = live === null && made.has(desired.metadata.namespace ?? '');
    const wish = leftToOwner(desired, live);
    const asked = await dryRun(cluster, wish, { mayLackNamespace: isIntoNewNamespace, force });
    return changeOf({ desired: wish, live, ...asked });
  });
  const identities = new Set(objects.map((object) => identityOf(keyOf(object))));
  const unwanted = [...present].filter(([identity, live]) => !identities.has(identity) && mayGo(live));
  return [...wanted, ...unwanted.map(([, live]) => deletionOf(live))];
}

/** What an owner made goes with its owner; what goes already needs no second push. */
const mayGo = ({ metadata }: ClusterObject): boolean =>
  metadata.deletionTimestamp === undefined && metadata.ownerReferences === undefined;

/** Everything that carries the set's label, by identity. */
export async function findMembers(
  cluster: Cluster,
  wanted: readonly ClusterObject[],
  namespace: string,
): Promise<ReadonlyMap<string, ClusterObject>> {
  const held = groupKindsIn(await cluster.get(inventoryKey(namespace)));
  const labelSelector = inventorySelector(inventoryOf(namespace));
  const types = typesToSearch(await cluster.types(), wanted, held);
  const places = types.flatMap((type): { type: ResourceType; namespace: string | null }[] =>
    type.kind === 'Secret'
      ? secretPlaces(wanted, namespace).map((place) => ({ type, namespace: place }))
      : [{ type, namespace: null }],
  );
  const found = await concurrently(places, ({ type, namespace: place }) =>
    cluster.list(type, { namespace: place, labelSelector }).catch((error: unknown) => {
      // Without an inventory everything is searched, and what this account may not even list it has not made.
      const { code } = ((error as Error).cause ?? {}) as { code?: number };
      if (held === null && (code === 403 || code === 405)) return [];
      throw error;
    }),
  );
  return new Map(found.flat().map((object) => [identityOf(keyOf(object)), object]));
}

/** Secrets are listed where the platform has some: to read everybody's is a right that no deployment needs. */
const secretPlaces = (wanted: readonly ClusterObject[], namespace: string): string[] => [
  ...new Set([
    namespace,
    ...wanted.filter(({ kind }) => kind === 'Secret').map(({ metadata }) => metadata.namespace ?? namespace),
  ]),
];

/** Made by the cluster itself for a Service, with the Service's labels on them; they go with it. */
const COPIES_LABELS = new Set(['Endpoints', 'EndpointSlice']);

/**
 * One version of each kind that may hold members, that in which it is wanted where it is. Without a list of kinds, after it
 * was deleted or before there was one, every kind is searched.
 */
function typesToSearch(
  types: readonly ResourceType[],
  wanted: readonly ClusterObject[],
  held: readonly string[] | null,
): ResourceType[] {
  const versions = new Set(wanted.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
  const kinds = held === null ? null : new Set([...held, ...wanted.map(groupKindOf)]);
  const chosen = new Map<string, ResourceType>();
  for (const type of types) {
    const groupKind = groupKindOf(type);
    if (!type.verbs.includes('list') || !type.verbs.includes('delete')) continue;
    if (kinds === null ? COPIES_LABELS.has(type.kind) : !kinds.has(groupKind)) continue;
    if (!chosen.has(groupKind) || versions.has(`${type.apiVersion} ${type.kind}`))
      chosen.set(groupKind, type);
  }
  return [...chosen.values()];
}

/** What the server answers to a trial, as far as it decides what becomes of an object. */
interface Trial {
  readonly wouldBe: ClusterObject | null;
  readonly conflicts: readonly FieldConflict[];
  readonly force: boolean;
  readonly isImmutable: boolean;
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
  { mayLackNamespace, force }: { mayLackNamespace: boolean; force: boolean },
): Promise<Trial> {
  const none = { wouldBe: null, conflicts: [], force, isImmutable: false };
  try {
    return { ...none, wouldBe: await cluster.apply(desired, { dryRun: true, force }) };
  } catch (error) {
    if (!(error instanceof GomeetError)) throw error;
    const { code, body } = (error.cause ?? {}) as {
      code?: number;
      body?: { details?: { causes?: readonly Cause[] } };
    };
    if (code === 404 && mayLackNamespace) return none;
    // An operator that is not up has no say yet: the object is compared as it is written.
    if (error.code === 'webhook-unreachable') return none;
    if (code === 422 && desired.kind === 'Job' && /field is immutable/.test(error.message))
      return { ...none, isImmutable: true };
    const causes = body?.details?.causes?.filter(({ reason }) => reason === 'FieldManagerConflict') ?? [];
    if (code !== 409 || causes.length === 0) throw error;
    const conflicts = causes.map(({ message = '', field = '' }) => ({
      manager: /"([^"]+)"/.exec(message)?.[1] ?? message,
      path: field.replace(/^\./, ''),
    }));
    // A change that gomeet made by another verb, such as a weight of a canary, is its own to take back.
    if (conflicts.every(({ manager }) => manager === 'gomeet'))
      return dryRun(cluster, desired, { mayLackNamespace, force: true });
    return { ...none, conflicts };
  }
}
