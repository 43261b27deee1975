import { expect, test } from 'vitest';
import { drainTargetOf, requireAnother } from './drain-target.ts';
import type { MediaPod } from './media-pod.ts';

const pod = (name: string, node: string | null, change: Partial<MediaPod> = {}): MediaPod => ({
  namespace: 'gomeet-media',
  name,
  uid: name,
  node,
  generation: 'a',
  isReady: true,
  isUnschedulable: false,
  order: null,
  endsAtMs: null,
  occupancy: null,
  ...change,
});
const pods = [pod('livekit-1', 'media-1'), pod('livekit-2', 'media-1'), pod('livekit-3', 'media-2')];
const nodes = ['media-1', 'media-2', 'worker-1'];

test('a pod’s name means the pod, a node’s everything that it carries', () => {
  expect(drainTargetOf('livekit-2', pods, nodes)).toEqual({ node: null, pods: [pods[1]] });
  expect(drainTargetOf('media-1', pods, nodes)).toEqual({ node: 'media-1', pods: pods.slice(0, 2) });
  expect(drainTargetOf('worker-1', pods, nodes)).toEqual({ node: 'worker-1', pods: [] });
});

test('another name is answered with those that are', () => {
  expect(() => drainTargetOf('media-9', pods, nodes)).toThrow(/livekit-1 \(on media-1\), livekit-2/);
  expect(() => drainTargetOf('x', [], [])).toThrow(/media servers: none/);
  expect(() => drainTargetOf('x', [pod('livekit-4', null)], [])).toThrow(/media servers: livekit-4$/);
});

test('the last one that takes rooms is kept', () => {
  const [one, two, three] = pods as [MediaPod, MediaPod, MediaPod];
  expect(() => requireAnother(pods, [one, two])).not.toThrow();
  expect(() => requireAnother(pods, pods)).toThrow(/no meeting could begin/);
  expect(() => requireAnother([one, { ...three, isReady: false }], [one])).toThrow(/no other media server/);
  expect(() => requireAnother([one, { ...three, endsAtMs: 1 }], [one])).toThrow(/no other media server/);
});

test('to go on with a drain takes nothing away', () => {
  const draining = pod('livekit-1', 'media-1', { endsAtMs: 1 });
  expect(() => requireAnother([draining], [draining])).not.toThrow();
});
