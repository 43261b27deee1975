import { describe, expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { changeOf, deletionOf, isPending } from './change-set.ts';

const deployment = (replicas: number, extra: object = {}): ClusterObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'api', namespace: 'gomeet', ...extra },
  spec: { replicas },
});
const asLive = (object: ClusterObject, resourceVersion: string): ClusterObject => ({
  ...object,
  metadata: { ...object.metadata, uid: 'u', resourceVersion, generation: 4, managedFields: [] },
  status: { readyReplicas: 1 },
});

describe('a change', () => {
  test('is none when the dry run gives what is there, whatever the server keeps for itself', () => {
    const live = asLive(deployment(2), '7');
    const wouldBe = asLive(deployment(2), '8');
    const change = changeOf({
      force: false,
      isImmutable: false,
      desired: deployment(2),
      live,
      wouldBe,
      conflicts: [],
    });
    expect(change).toMatchObject({ action: 'unchanged', fields: [], resourceVersion: '7' });
    expect(isPending([change])).toBe(false);
  });

  test('is an update with the fields that differ', () => {
    const live = asLive(deployment(2), '7');
    const change = changeOf({
      force: false,
      isImmutable: false,
      desired: deployment(3),
      live,
      wouldBe: asLive(deployment(3), '7'),
      conflicts: [],
    });
    expect(change).toMatchObject({
      action: 'update',
      fields: [{ path: 'spec.replicas', before: 2, after: 3 }],
    });
    expect(isPending([change])).toBe(true);
  });

  test('is a creation with every field, when nothing is there', () => {
    const change = changeOf({
      force: false,
      isImmutable: false,
      desired: deployment(3),
      live: null,
      wouldBe: null,
      conflicts: [],
    });
    expect(change.action).toBe('create');
    expect(change.fields).toContainEqual({ path: 'spec.replicas', before: undefined, after: 3 });
    expect(change.resourceVersion).toBeNull();
  });

  test('is a conflict when another manager owns a field', () => {
    const conflicts = [{ manager: 'kubectl-edit', path: 'spec.replicas' }];
    const change = changeOf({
      force: false,
      isImmutable: false,
      desired: deployment(3),
      live: asLive(deployment(2), '7'),
      wouldBe: null,
      conflicts,
    });
    expect(change).toMatchObject({ action: 'conflict', conflicts });
  });

  test('of a secret tells that its content changed and not what it is', () => {
    const secret = (password: string): ClusterObject => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', namespace: 'gomeet' },
      data: { password },
    });
    const change = changeOf({
      force: false,
      isImmutable: false,
      desired: secret('bmV3'),
      live: asLive(secret('b2xk'), '1'),
      wouldBe: secret('bmV3'),
      conflicts: [],
    });
    expect(change.fields).toEqual([{ path: 'data.password', before: '(hidden)', after: '(hidden, other)' }]);
    expect(JSON.stringify(change.fields)).not.toMatch(/bmV3|b2xk/);
  });

  test('of what is no longer wanted is a deletion of that very object', () => {
    expect(deletionOf(asLive(deployment(2), '7'))).toMatchObject({
      action: 'delete',
      resourceVersion: '7',
      desired: null,
      key: { kind: 'Deployment', namespace: 'gomeet', name: 'api' },
    });
  });

  const job = (image: string, status: object = {}): ClusterObject => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'migrate-0007', namespace: 'gomeet' },
    spec: { template: { spec: { containers: [{ name: 'migrate', image }] } } },
    status,
  });
  const ended = (type: 'Complete' | 'Failed') => ({
    conditions: [{ type, status: 'True', message: type === 'Failed' ? 'no pod came to its end' : '' }],
  });
  const asked = { force: false, conflicts: [] };

  test('of a Job’s image makes it anew: no server changes the template of one', () => {
    const live = asLive(job('api:1'), '7');
    const refused = { desired: job('api:2'), live, wouldBe: null, isImmutable: true };
    expect(changeOf({ ...asked, ...refused })).toMatchObject({
      action: 'replace',
      fields: [{ path: expect.stringContaining('image'), before: 'api:1', after: 'api:2' }],
    });
  });

  test('of a Job is none once it has run, and makes it anew when it has failed', () => {
    const of = (status: object): unknown => {
      const live = { ...asLive(job('api:1'), '7'), status };
      return changeOf({ ...asked, desired: job('api:1'), live, wouldBe: live, isImmutable: false });
    };
    expect(of(ended('Complete'))).toMatchObject({ action: 'unchanged' });
    expect(of({ active: 1 })).toMatchObject({ action: 'unchanged' });
    expect(of(ended('Failed'))).toMatchObject({
      action: 'replace',
      fields: [{ path: 'status', before: 'no pod came to its end' }],
    });
  });
});
