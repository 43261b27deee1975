import { z } from 'zod';
import type { Change } from '../../deployment/kubernetes/change-set.ts';
import type { RolledOut } from '../../deployment/kubernetes/roll-out-generation.ts';

const change = z.strictObject({
  action: z.enum([
    'start',
    'restart',
    'stop',
    'create',
    'update',
    'replace',
    'delete',
    'conflict',
    'unchanged',
  ]),
  kind: z.string(),
  namespace: z.string().describe('empty for what belongs to the whole cluster'),
  name: z.string(),
  reason: z.string().optional(),
});

/** What `deploy` and `rollback` tell programs. */
export const deployData = z.strictObject({
  target: z.enum(['local', 'kubernetes']),
  revision: z.int().nullable().describe('null where nothing was recorded'),
  changes: z.array(change),
  applied: z.boolean(),
  durationMs: z.number(),
  clusterId: z.string().optional().describe('uid of the namespace kube-system'),
  report: z.string().optional().describe('of the call at the end'),
  media: z
    .strictObject({
      state: z.enum(['done', 'draining']),
      wanted: z.int(),
      newReady: z.int(),
      oldServing: z.int().describe('media servers of older generations that still take new rooms'),
      oldDraining: z.int(),
    })
    .optional()
    .describe('where a generation of media servers follows another; the same command goes on'),
  file: z.string().optional().describe('the change set that --out wrote'),
});

export function shownRollout({ state, generations }: RolledOut): z.output<typeof deployData>['media'] {
  const { wanted, newReady, oldServing, oldDraining } = generations.state;
  return { state, wanted, newReady, oldServing, oldDraining };
}

/** Fields are for people: a program that wants them reads the file of --out. */
export const shownChanges = (changes: readonly Change[]): z.output<typeof change>[] =>
  changes.map(({ action, key, conflicts }) => ({
    action,
    kind: key.kind,
    namespace: key.namespace ?? '',
    name: key.name,
    ...(conflicts.length === 0
      ? {}
      : { reason: conflicts.map(({ manager, path }) => `${path} is set by ${manager}`).join('; ') }),
  }));
