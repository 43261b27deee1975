import { expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { changeOf, deletionOf } from './change-set.ts';
import { changeSetView } from './change-set-view.ts';

const object = (kind: string, name: string, data: Record<string, string>): ClusterObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: 'gomeet' },
  data,
});
const view = { conflicts: [], force: false, isImmutable: false };
const update = (before: ClusterObject, after: ClusterObject) =>
  changeOf({ ...view, desired: after, live: before, wouldBe: after });

test('each change is a line, with the fields of what is updated and never what is in a secret', () => {
  const created = object('ConfigMap', 'new', { a: '1' });
  const changes = [
    changeOf({ ...view, desired: created, live: null, wouldBe: created }),
    update(
      object('ConfigMap', 'settings', { level: 'one' }),
      object('ConfigMap', 'settings', { level: 'two' }),
    ),
    update(object('Secret', 'key', { value: 'b2xk' }), object('Secret', 'key', { value: 'bmV3' })),
    deletionOf(object('PersistentVolumeClaim', 'data', {})),
    update(created, created),
  ];
  expect(changeSetView({ changes, kept: [] }, false)).toBe(
    [
      '  + create    ConfigMap gomeet/new',
      '  ~ update    ConfigMap gomeet/settings',
      '        data.level: one → two',
      '  ~ update    Secret gomeet/key',
      '        data.value: (hidden) → (hidden, other)',
      '  - delete    PersistentVolumeClaim gomeet/data, with the data on its volume',
      '    1 unchanged',
    ].join('\n'),
  );
});

test('a conflict names field and manager, and what is new shows its fields on request', () => {
  const desired = object('ConfigMap', 'settings', { level: 'two' });
  const conflicts = [{ manager: 'kubectl-edit', path: 'data.level' }];
  const changes = [changeOf({ ...view, desired, live: desired, wouldBe: null, conflicts })];
  expect(changeSetView({ changes, kept: [] }, false)).toContain('data.level is set by kubectl-edit');
  const created = [changeOf({ ...view, desired, live: null, wouldBe: desired })];
  expect(changeSetView({ changes: created, kept: [] }, true)).toContain('data.level: (none) → two');
});
