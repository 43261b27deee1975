import type { ClusterObject, ObjectKey } from '../../adapters/cluster-object.ts';
import { diffFields, type FieldChange } from './field-diff.ts';
import { keyOf } from './object-key.ts';

/** A field that somebody else owns and that the deployment wants to set. */
export interface FieldConflict {
  readonly manager: string;
  readonly path: string;
}

/** What becomes of one object. */
export interface Change {
  readonly action: 'create' | 'update' | 'delete' | 'unchanged' | 'conflict';
  readonly key: ObjectKey;
  readonly fields: readonly FieldChange[];
  readonly conflicts: readonly FieldConflict[];
  /** What is applied; null for a deletion. */
  readonly desired: ClusterObject | null;
  /** Of the object as it was when the change was worked out; null where there was none. */
  readonly resourceVersion: string | null;
}

/** What the server said to one object: what is there, and what a dry run would make of it, or who stands in the way. */
export interface ServerView {
  readonly desired: ClusterObject;
  readonly live: ClusterObject | null;
  readonly wouldBe: ClusterObject | null;
  readonly conflicts: readonly FieldConflict[];
}

/** What the server keeps for itself, or what changes by merely looking. */
const SERVER_FIELDS = new Set(['managedFields', 'resourceVersion', 'generation', 'uid', 'creationTimestamp']);

/** Works out what a deployment does to one object that is wanted. */
export function changeOf({ desired, live, wouldBe, conflicts }: ServerView): Change {
  const key = keyOf(desired);
  const resourceVersion = live?.metadata.resourceVersion ?? null;
  const change = { key, desired, resourceVersion, conflicts };
  if (conflicts.length > 0) return { ...change, action: 'conflict', fields: [] };
  const fields = diffFields(comparable(live), comparable(wouldBe ?? desired)).map(masked(desired.kind));
  if (live === null) return { ...change, action: 'create', fields };
  return { ...change, action: fields.length === 0 ? 'unchanged' : 'update', fields };
}

/** What becomes of an object that the last deployment made and this one no longer wants. */
export function deletionOf(live: ClusterObject): Change {
  const resourceVersion = live.metadata.resourceVersion ?? null;
  return { action: 'delete', key: keyOf(live), fields: [], conflicts: [], desired: null, resourceVersion };
}

/** An object without its state and without what only the server writes. */
function comparable(object: ClusterObject | null): unknown {
  if (object === null) return undefined;
  const { status: _status, metadata, ...rest } = object;
  const own = Object.entries(metadata).filter(([name]) => !SERVER_FIELDS.has(name));
  return { ...rest, metadata: Object.fromEntries(own) };
}

/** A secret's content is told as changed, never as what it is. */
const masked =
  (kind: string) =>
  (field: FieldChange): FieldChange => {
    if (kind !== 'Secret' || !/^(data|stringData)\b/.test(field.path)) return field;
    const hidden = (value: unknown, text: string) => (value === undefined ? undefined : text);
    return {
      path: field.path,
      before: hidden(field.before, '(hidden)'),
      after: hidden(field.after, '(hidden, other)'),
    };
  };

/** Whether anything at all would be written. */
export function isPending(changes: readonly Change[]): boolean {
  return changes.some(({ action }) => action !== 'unchanged');
}
