import { expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { type ChangeSet, hasWork } from './plan-deployment.ts';

const livekit = (generation: string, replicas: number): ClusterObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: `livekit-${generation}`, namespace: 'gomeet-media' },
  spec: { replicas, template: { metadata: { labels: { 'gomeet.io/generation': generation } } } },
});

/** Everything is as it is wanted, and the generation `a` still has pods. */
const settled = (old: ClusterObject, objects: readonly ClusterObject[]): ChangeSet => ({
  objects,
  namespace: 'gomeet',
  what: 'deploy test/production',
  forceConflicts: false,
  clusterId: 'c',
  changes: [],
  kept: [
    {
      action: 'delete',
      key: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'gomeet-media', name: old.metadata.name },
      fields: [],
      conflicts: [],
      force: false,
      desired: null,
      live: old,
      resourceVersion: '1',
    },
  ],
  lastRevision: 4,
  unfinished: null,
});

test('there is work as long as old media servers take new rooms', () =>
  expect(hasWork(settled(livekit('a', 9), [livekit('b', 10)]))).toBe(true));

test('when all of them wait for their last meeting there is none', () =>
  expect(hasWork(settled(livekit('a', 0), [livekit('b', 10)]))).toBe(false));

test('what no generation follows is left to its meetings', () =>
  expect(hasWork(settled(livekit('a', 9), []))).toBe(false));
