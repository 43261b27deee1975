import { z } from 'zod';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { Change } from './change-set.ts';
import { identityOf, shownKey } from './object-key.ts';
import type { ChangeSet } from './plan-deployment.ts';

const SCHEMA = 'gomeet.change-set/v1';

const object = z.custom<ClusterObject>(
  (value) =>
    z
      .looseObject({
        apiVersion: z.string(),
        kind: z.string(),
        metadata: z.looseObject({ name: z.string() }),
      })
      .safeParse(value).success,
  'accepted: an object with apiVersion, kind and metadata.name',
);
const changeSchema = z.strictObject({
  action: z.enum(['create', 'update', 'replace', 'delete', 'unchanged', 'conflict']),
  key: z.strictObject({
    apiVersion: z.string(),
    kind: z.string(),
    namespace: z.string().nullable(),
    name: z.string(),
  }),
  fields: z.array(z.strictObject({ path: z.string(), before: z.unknown(), after: z.unknown() })),
  resourceVersion: z.string().nullable(),
});

/** A change set on disk: what was looked at, to be carried out later just so or not at all. */
const planFileSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  createdAt: z.iso.datetime(),
  clusterId: z.string(),
  namespace: z.string(),
  what: z.string(),
  forceConflicts: z.boolean(),
  lastRevision: z.int(),
  objects: z.array(object),
  changes: z.array(changeSchema),
});
export type PlanFile = z.output<typeof planFileSchema>;

export function planFileOf(changeSet: ChangeSet, nowMs: number): PlanFile {
  const { clusterId, namespace, what, forceConflicts, lastRevision, objects, changes } = changeSet;
  return {
    schema: SCHEMA,
    createdAt: new Date(nowMs).toISOString(),
    ...{ clusterId, namespace, what, forceConflicts, lastRevision },
    objects: [...objects],
    changes: changes.map(({ action, key, fields, resourceVersion }) => ({
      action,
      key,
      // JSON knows no undefined: a field that is not there is null.
      fields: fields.map(({ path, before, after }) => ({
        path,
        before: before ?? null,
        after: after ?? null,
      })),
      resourceVersion,
    })),
  };
}

/** @throws GomeetError (usage) for what is no change set, or one that another version wrote */
export function planFileFrom(text: string, name: string): PlanFile {
  const wrong = (reason: string): GomeetError =>
    new GomeetError(`${name} is no change set: ${reason}`, {
      exitCode: ExitCode.usage,
      code: 'invalid-change-set',
      hint: 'gomeet deploy --target kubernetes --dry-run --out change-set.json   writes one',
    });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw wrong((error as Error).message);
  }
  const { schema } = (value ?? {}) as { schema?: unknown };
  if (schema !== SCHEMA)
    throw wrong(`its schema is ${JSON.stringify(schema) ?? 'not given'}; accepted: ${SCHEMA}`);
  const parsed = planFileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw wrong(`${issue?.path.join('.')}: ${issue?.message}`);
}

/**
 * How the cluster differs now from what a change set was worked out on. The state that controllers write does not count: a
 * pod that became ready changes nothing of what was approved.
 *
 * @returns a sentence for each difference; empty when the change set still says what would happen
 */
export function movesSince(file: PlanFile, now: ChangeSet): string[] {
  if (file.clusterId !== now.clusterId)
    return [`it was made for the cluster ${file.clusterId}, this is ${now.clusterId}`];
  const moves: string[] = [];
  if (file.lastRevision !== now.lastRevision)
    moves.push(`revision ${now.lastRevision} was deployed since; it was made on ${file.lastRevision}`);
  const then = new Map(file.changes.map((change) => [identityOf(change.key), change]));
  for (const change of now.changes) {
    const old = then.get(identityOf(change.key));
    then.delete(identityOf(change.key));
    const move = moveOf(old, change);
    if (move !== null) moves.push(`${shownKey(change.key)}: ${move}`);
  }
  for (const { key } of then.values()) moves.push(`${shownKey(key)}: it is gone meanwhile`);
  return moves;
}

type FileChange = PlanFile['changes'][number];

function moveOf(old: FileChange | undefined, now: Change): string | null {
  if (old === undefined) return 'it appeared since';
  if (old.action !== now.action) return `it would now be ${now.action}, and was ${old.action}`;
  if (old.resourceVersion === now.resourceVersion) return null;
  // What is hidden cannot be compared field by field.
  if (now.key.kind === 'Secret') return 'its content changed since';
  const shown = (fields: FileChange['fields'] | Change['fields']): string =>
    JSON.stringify(fields.map(({ path, before, after }) => [path, before ?? null, after ?? null]));
  return shown(old.fields) === shown(now.fields) ? null : 'other fields would change now';
}
