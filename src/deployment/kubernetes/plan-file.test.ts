import { describe, expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { Change } from './change-set.ts';
import { changeOf } from './change-set.ts';
import type { ChangeSet } from './plan-deployment.ts';
import { movesSince, planFileFrom, planFileOf } from './plan-file.ts';

const object = (kind: string, resourceVersion: string, replicas: number): ClusterObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'api', namespace: 'gomeet', resourceVersion },
  spec: { replicas },
});
const change = (live: ClusterObject, replicas: number): Change =>
  changeOf({
    desired: object(live.kind, '', replicas),
    live,
    wouldBe: object(live.kind, '', replicas),
    conflicts: [],
    force: false,
    isImmutable: false,
  });
const changeSet = (changes: readonly Change[], more: Partial<ChangeSet> = {}): ChangeSet => ({
  clusterId: 'c1',
  namespace: 'gomeet',
  what: 'deploy self-hosted/production',
  forceConflicts: false,
  objects: changes.flatMap(({ desired }) => desired ?? []),
  changes,
  kept: [],
  lastRevision: 4,
  unfinished: null,
  ...more,
});
const before = changeSet([change(object('Deployment', '7', 2), 3)]);
const file = planFileFrom(JSON.stringify(planFileOf(before, 0)), 'change-set.json');

describe('a change set that was kept', () => {
  test('comes back as it was', () => {
    expect(file).toMatchObject({ clusterId: 'c1', lastRevision: 4, createdAt: '1970-01-01T00:00:00.000Z' });
    expect(file.objects).toEqual(before.objects);
    expect(movesSince(file, before)).toEqual([]);
  });

  test('still holds when only the state of an object changed', () => {
    expect(movesSince(file, changeSet([change(object('Deployment', '8', 2), 3)]))).toEqual([]);
  });

  test.each([
    [
      'another field would change',
      changeSet([change(object('Deployment', '8', 5), 3)]),
      'other fields would change',
    ],
    ['nothing is left to do', changeSet([change(object('Deployment', '8', 3), 3)]), 'would now be unchanged'],
    [
      'an object appeared',
      changeSet([...before.changes, change(object('DaemonSet', '1', 1), 2)]),
      'it appeared since',
    ],
    ['an object is gone', changeSet([]), 'it is gone meanwhile'],
    ['somebody deployed', changeSet(before.changes, { lastRevision: 5 }), 'revision 5 was deployed since'],
    [
      'it is another cluster',
      changeSet(before.changes, { clusterId: 'c2' }),
      'made for the cluster c1, this is c2',
    ],
  ])('has moved when %s', (_what, now, said) => {
    expect(movesSince(file, now)).toEqual([expect.stringContaining(said)]);
  });

  test('has moved when a secret has another version, whatever is in it', () => {
    const kept = planFileOf(changeSet([change(object('Secret', '7', 2), 3)]), 0);
    const now = changeSet([change(object('Secret', '8', 2), 3)]);
    expect(movesSince(kept, now)).toEqual(['Secret gomeet/api: its content changed since']);
  });

  test.each([
    ['no JSON', '{', 'JSON'],
    ['another version', '{"schema":"gomeet.change-set/v2"}', 'accepted: gomeet.change-set/v1'],
    ['another document', '[]', 'its schema is not given'],
    ['half of one', '{"schema":"gomeet.change-set/v1"}', 'createdAt'],
  ])('is refused as %s', (_what, text, said) => {
    expect(() => planFileFrom(text, 'f.json')).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining(said) }),
    );
  });
});
