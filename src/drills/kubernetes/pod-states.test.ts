import { expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { changesBetween, isWhole, platformState } from './pod-states.ts';

interface Shape {
  readonly ready?: boolean;
  readonly ending?: boolean;
  readonly role?: string;
  readonly owner?: string;
  readonly phase?: string;
}

const pod = (
  name: string,
  uid: string,
  { ready = true, ending, role, owner, phase }: Shape = {},
): ClusterObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    uid,
    namespace: 'gomeet',
    ...(ending && { deletionTimestamp: '2026-11-22T05:00:00Z' }),
    ...(role && { labels: { 'cnpg.io/instanceRole': role } }),
    ...(owner && { ownerReferences: [{ uid: 'o', kind: owner, name: 'x' }] }),
  },
  status: { ...(phase && { phase }), conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
});

const redis = (availableReplicas: number): ClusterObject => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'redis', namespace: 'gomeet', generation: 1 },
  spec: { replicas: 3 },
  status: { observedGeneration: 1, availableReplicas, updatedReplicas: 3 },
});

test('a platform is whole when each pod is ready and each controller has what it wants', () => {
  expect(isWhole(platformState([pod('redis-0', 'a')], [redis(3)]))).toBe(true);
  expect(isWhole(platformState([pod('redis-0', 'a')], [redis(2)]))).toBe(false);
  expect(isWhole(platformState([pod('redis-0', 'a', { ready: false })], [redis(3)]))).toBe(false);
  expect(isWhole(platformState([pod('redis-0', 'a', { ending: true })], [redis(3)]))).toBe(false);
  expect(isWhole(platformState([], []))).toBe(false);
});

test('a pod that came to its end, as a Job’s does or because it was evicted, is not missed', () => {
  const job = pod('migrate-x', 'b', { ready: false, owner: 'Job' });
  const evicted = pod('api-chat-x', 'c', { ready: false, phase: 'Failed' });
  expect(isWhole(platformState([pod('redis-0', 'a'), job, evicted], []))).toBe(true);
});

test('a pod that was replaced between two looks is gone and there anew, though its name is the same', () => {
  const before = platformState([pod('redis-0', 'a')], []);
  const now = platformState([pod('redis-0', 'b')], []);
  expect(changesBetween(before, now)).toEqual([
    { text: 'gomeet/redis-0 is gone', isWell: false },
    { text: 'gomeet/redis-0 is there anew, ready', isWell: true },
  ]);
});

test('a promotion shows, and what stays as it is does not', () => {
  const others = pod('redis-0', 'r');
  const before = platformState([others, pod('postgres-2', 'p', { role: 'replica' })], []);
  const now = platformState([others, pod('postgres-2', 'p', { role: 'primary' })], []);
  expect(changesBetween(before, now)).toEqual([
    { text: 'gomeet/postgres-2 is ready as primary', isWell: true },
  ]);
  const ending = platformState([others, pod('postgres-2', 'p', { role: 'primary', ending: true })], []);
  expect(changesBetween(now, ending)).toEqual([{ text: 'gomeet/postgres-2 is being ended', isWell: false }]);
});
