import type { ClusterObject, ObjectKey } from '../../adapters/cluster-object.ts';
import { diffFields, type FieldChange } from './field-diff.ts';
import { keyOf } from './object-key.ts';
import { readinessOf } from './readiness.ts';

/** A field that somebody else owns and that the deployment wants to set. */
export interface FieldConflict {
  readonly manager: string;
  readonly path: string;
}

/** What becomes of one object. */
export interface Change {
  /** `replace` is a deletion and a creation: what has run, such as a Job, cannot be changed. */
  readonly action: 'create' | 'update' | 'replace' | 'delete' | 'unchanged' | 'conflict';
  readonly key: ObjectKey;
  readonly fields: readonly FieldChange[];
  readonly conflicts: readonly FieldConflict[];
  /** Whether fields are taken from others; decided, or because only gomeet itself is the other. */
  readonly force: boolean;
  /** What is applied; null for a deletion. */
  readonly desired: ClusterObject | null;
  /** The object as it is; null where there is none. */
  readonly live: ClusterObject | null;
  /** Of the object as it was when the change was worked out; null where there was none. */
  readonly resourceVersion: string | null;
}

/** What the server said to one object: what is there, and what a dry run would make of it, or who stands in the way. */
export interface ServerView {
  readonly desired: ClusterObject;
  readonly live: ClusterObject | null;
  readonly wouldBe: ClusterObject | null;
  readonly conflicts: readonly FieldConflict[];
  readonly force: boolean;
  /** The server lets the object be made anew only. */
  readonly isImmutable: boolean;
}

/** What the server keeps for itself, or what changes by merely looking. */
const SERVER_FIELDS = new Set(['managedFields', 'resourceVersion', 'generation', 'uid', 'creationTimestamp']);

/** Works out what a deployment does to one object that is wanted. */
export function changeOf({ desired, live, wouldBe, conflicts, force, isImmutable }: ServerView): Change {
  const key = keyOf(desired);
  const resourceVersion = live?.metadata.resourceVersion ?? null;
  const change = { key, desired, live, resourceVersion, conflicts, force };
  if (conflicts.length > 0) return { ...change, action: 'conflict', fields: [] };
  // Where the server gave no answer, the wish is held against those fields of what is there that it names.
  const before = wouldBe === null && live !== null ? projected(live, desired) : withoutState(live);
  const fields = diffFields(before, withoutState(wouldBe ?? desired)).map(masked(desired.kind));
  if (isImmutable) return { ...change, action: 'replace', fields };
  if (live === null) return { ...change, action: 'create', fields };
  const failure = jobFailure(live);
  if (failure !== null) return { ...change, action: 'replace', fields: [...fields, failure] };
  return { ...change, action: fields.length === 0 ? 'unchanged' : 'update', fields };
}

/** A Job that has failed never runs again: as it is wanted, and as whatever made it fail may be mended, it is made anew. */
function jobFailure(live: ClusterObject): FieldChange | null {
  if (live.kind !== 'Job') return null;
  const { state, reason } = readinessOf(live);
  return state === 'failed' ? { path: 'status', before: reason, after: undefined } : null;
}

/** What is there of the fields that are wanted: the server's defaults would drown what differs. */
function projected(live: unknown, desired: unknown): unknown {
  const isMap = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null;
  if (!isMap(live) || !isMap(desired)) return live;
  if (Array.isArray(live) && Array.isArray(desired))
    return live.map((entry, index) => projected(entry, desired[index] ?? entry));
  const names = Object.keys(desired).filter((name) => live[name] !== undefined && name !== 'status');
  return Object.fromEntries(names.map((name) => [name, projected(live[name], desired[name])]));
}

/** What becomes of an object that the last deployment made and this one no longer wants. */
export function deletionOf(live: ClusterObject): Change {
  const resourceVersion = live.metadata.resourceVersion ?? null;
  const nothing = { fields: [], conflicts: [], force: false, desired: null };
  return { action: 'delete', key: keyOf(live), ...nothing, live, resourceVersion };
}

/** An object without its state and without what only the server writes. */
function withoutState(object: ClusterObject | null): unknown {
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
