import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { groupKindOf } from './inventory.ts';
import { identityOf, keyOf, shownKey } from './object-key.ts';
import { quantityOf } from './resource-quantity.ts';
import { wishedWaveOf } from './waves.ts';

/** An older set, made such that it can be applied today. */
export interface Rollback {
  readonly objects: readonly ClusterObject[];
  /** What stays as it is now, one sentence for each. */
  readonly irreversible: readonly string[];
}

/**
 * The set of an older revision, without what cannot go back: a volume that has grown, a major version of PostgreSQL, the versions
 * of a type of objects. These keep what they have now. So does the schema, while the Job that changed it goes: what goes back may
 * be a version whose image cannot be had, and its Job would never end. The older Job finds nothing to apply.
 */
export function rollbackTo(then: readonly ClusterObject[], now: readonly ClusterObject[]): Rollback {
  const old = new Map(then.map((object) => [identityOf(keyOf(object)), object]));
  const irreversible: string[] = [];
  const kept = new Map<string, ClusterObject>();
  for (const object of now) {
    const identity = identityOf(keyOf(object));
    const stays = whatStays(object, old.get(identity));
    if (stays === null) continue;
    irreversible.push(`${shownKey(keyOf(object))}: ${stays.why}`);
    if (stays.object !== null) kept.set(identity, stays.object);
  }
  const back = then.map((object) => kept.get(identityOf(keyOf(object))) ?? object);
  const wanted = new Set(back.map((object) => identityOf(keyOf(object))));
  const added = [...kept].filter(([identity]) => !wanted.has(identity)).map(([, object]) => object);
  return { objects: [...back, ...added], irreversible };
}

interface Stays {
  /** Null where what it did stays, and it does not. */
  readonly object: ClusterObject | null;
  readonly why: string;
}

function whatStays(now: ClusterObject, old: ClusterObject | undefined): Stays | null {
  if (isMigration(now)) {
    // Its name is that of its newest migration: one of the same name leads to the same schema, whatever its image.
    if (old !== undefined) return null;
    return {
      object: null,
      why: 'the schema stays as it made it; migrations only add, so the older API works with it',
    };
  }
  switch (groupKindOf(now)) {
    case 'CustomResourceDefinition.apiextensions.k8s.io':
      if (old !== undefined && isSame(old.spec, now.spec)) return null;
      return { object: now, why: 'its versions stay: objects may be stored in the newer one' };
    case 'PersistentVolumeClaim':
      return old === undefined ? null : grown(old, now, ['resources', 'requests', 'storage']);
    case 'Cluster.postgresql.cnpg.io':
      return old === undefined ? null : (majorVersion(old, now) ?? grown(old, now, ['storage', 'size']));
    default:
      return null;
  }
}

const isMigration = (object: ClusterObject): boolean =>
  object.kind === 'Job' && wishedWaveOf(object) === 'migrations';

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The older object with today's size, where it has grown: volumes do not shrink. */
function grown(old: ClusterObject, now: ClusterObject, path: readonly string[]): Stays | null {
  const [before, after] = [specValue(old, path), specValue(now, path)];
  if (before === undefined || after === undefined || quantityOf(after) <= quantityOf(before)) return null;
  const why = `the volume stays at ${after}: it cannot shrink to ${before}`;
  return { object: { ...old, spec: withValue(old.spec, path, after) }, why };
}

function majorVersion(old: ClusterObject, now: ClusterObject): Stays | null {
  const majorOf = (object: ClusterObject): string | undefined =>
    /:(\d+)/.exec(specValue(object, ['imageName']) ?? '')?.[1];
  const [before, after] = [majorOf(old), majorOf(now)];
  if (before === after || before === undefined || after === undefined) return null;
  return { object: now, why: `PostgreSQL stays at ${after}: its files cannot be read by ${before}` };
}

type Json = Readonly<Record<string, unknown>>;

function specValue({ spec }: ClusterObject, path: readonly string[]): string | undefined {
  const value = path.reduce<unknown>((inner, name) => (inner as Json | undefined)?.[name], spec);
  return typeof value === 'string' ? value : undefined;
}

function withValue(value: unknown, [name, ...rest]: readonly string[], leaf: string): unknown {
  if (name === undefined) return leaf;
  const inner = (value ?? {}) as Json;
  return { ...inner, [name]: withValue(inner[name], rest, leaf) };
}
