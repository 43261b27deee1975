import { expect, test } from 'vitest';
import { changeOf } from './change-set.ts';
import { driftOf } from './drift.ts';

const settings = (level: string | undefined, managers: readonly string[] = []) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: 'settings',
    namespace: 'gomeet',
    managedFields: managers.map((manager) => ({ manager, operation: 'Update' as const })),
  },
  data: { level },
});
const named = { kind: 'ConfigMap', namespace: 'gomeet', name: 'settings' };
const view = { desired: settings('one'), force: false, isImmutable: false };

test('says who set a field to something else, who took one out, and what is gone', () => {
  const conflicts = [{ manager: 'kubectl-edit', path: 'data.level' }];
  const edited = changeOf({ ...view, live: settings('two'), wouldBe: null, conflicts });
  const removed = changeOf({
    ...view,
    live: settings(undefined, ['gomeet', 'kubectl-patch']),
    wouldBe: settings('one'),
    conflicts: [],
  });
  const gone = changeOf({ ...view, live: null, wouldBe: settings('one'), conflicts: [] });
  expect(driftOf([edited, removed, gone])).toEqual([
    { ...named, what: 'changed', fields: [{ path: 'data.level', manager: 'kubectl-edit' }] },
    expect.objectContaining({ ...named, what: 'changed' }),
    { ...named, what: 'deleted', fields: [] },
  ]);
  expect(driftOf([removed])[0]?.fields).toContainEqual({ path: 'data.level', manager: 'kubectl-patch' });
});

test('an object as it was left has none', () => {
  const same = changeOf({ ...view, live: settings('one'), wouldBe: settings('one'), conflicts: [] });
  expect(driftOf([same])).toEqual([]);
});
