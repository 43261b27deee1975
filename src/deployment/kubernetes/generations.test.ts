import { expect, test } from 'vitest';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { generationsOf, rolloutText } from './generations.ts';
import type { MediaPod } from './media-pod.ts';

const deployment = (generation: string, replicas: number): ClusterObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: `livekit-${generation}`, namespace: 'gomeet-media' },
  spec: { replicas, template: { metadata: { labels: { 'gomeet.io/generation': generation } } } },
});
const pod = (generation: string, change: Partial<MediaPod> = {}): MediaPod => ({
  namespace: 'gomeet-media',
  name: 'x',
  uid: 'x',
  node: 'media-1',
  generation,
  isReady: true,
  isUnschedulable: false,
  order: null,
  endsAtMs: null,
  occupancy: { rooms: 1, people: 20 },
  ...change,
});
const waiting = { isReady: false, isUnschedulable: true, node: null, occupancy: null };

test('counts what is new and what is old, and says it in a line', () => {
  const found = generationsOf(
    'livekit-b',
    [deployment('a', 3), deployment('b', 3)],
    [
      pod('a'),
      pod('a', { endsAtMs: 1, occupancy: { rooms: 3, people: 1120 } }),
      pod('a', { endsAtMs: 1, occupancy: null }),
      pod('b'),
      pod('b', { isReady: false }),
      pod('b', waiting),
    ],
  );
  expect(found.state).toEqual({ wanted: 3, newReady: 1, newUnschedulable: 1, oldServing: 1, oldDraining: 2 });
  expect(found.old.map((each) => each.deployment.metadata.name)).toEqual(['livekit-a']);
  expect(rolloutText(found)).toBe(
    '1 of 3 new ready, 1 for want of a node; old: 1 in service, 2 draining (3 rooms, 1,120 people)',
  );
});

test('says when the draining ones do not tell', () =>
  expect(
    rolloutText(
      generationsOf(
        'livekit-b',
        [deployment('a', 1), deployment('b', 1)],
        [pod('a', { endsAtMs: 1, occupancy: null })],
      ),
    ),
  ).toBe('0 of 1 new ready; old: 0 in service, 1 draining (it does not tell how many people it has)'));

test('a first generation has no old one', () =>
  expect(rolloutText(generationsOf('livekit-b', [deployment('b', 1)], [pod('b')]))).toBe('1 of 1 new ready'));
