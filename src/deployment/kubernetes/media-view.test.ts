import { describe, expect, test } from 'vitest';
import type { MediaPod } from './media-pod.ts';
import { drainedView, scaledView } from './media-view.ts';

const pod: MediaPod = {
  namespace: 'gomeet-media',
  name: 'livekit-a-1',
  uid: '1',
  node: 'media-1',
  generation: 'a',
  isReady: true,
  isUnschedulable: false,
  order: { policy: 'wait', startedAtMs: 0, deadlineAtMs: 60_000 },
  endsAtMs: 9,
  occupancy: { rooms: 3, people: 1120 },
};

describe('a drain', () => {
  test.each([
    [{ node: null, pods: ['x'], state: 'empty', left: [] } as const, 'x is empty'],
    [
      { node: 'x', pods: [], state: 'empty', left: [] } as const,
      'x carries no media server; it takes no new pods\nNext: kubectl uncordon x   puts it back into service',
    ],
    [
      { node: null, pods: ['x'], state: 'draining', left: [pod] } as const,
      'livekit-a-1: 3 rooms, 1,120 people, 1 min left, then they go on without being watched\nNext: gomeet drain x   goes on watching',
    ],
  ])('%o', (drained, text) => expect(drainedView('x', drained, 0)).toBe(text));

  test('that is late names the way to end it', () =>
    expect(drainedView('x', { node: null, pods: ['x'], state: 'late', left: [pod] }, 60_000)).toMatch(
      /^the deadline is over: .*--policy force ends it$/s,
    ));
});

describe('a change of size', () => {
  const nothing = { leaving: [], left: [], removedNodes: [], emptyNodes: [] };
  test.each([
    [{ from: 2, to: 2, ...nothing }, '2 media servers'],
    [{ from: 2, to: 5, ...nothing }, 'media servers: 2 → 5'],
    [
      { from: 3, to: 1, ...nothing, leaving: ['a', 'b'], removedNodes: ['media-1'], emptyNodes: ['media-2'] },
      'media servers: 3 → 1; 2 of 2 emptied\nremoved: media-1\nempty, and to be removed from their pool by you: media-2',
    ],
    [
      { from: 2, to: 1, ...nothing, leaving: ['livekit-a-1'], left: [pod] },
      'media servers: 2 → 1; 0 of 1 emptied\nlivekit-a-1: 3 rooms, 1,120 people, 1 min left, then they go on without being watched\nNext: gomeet scale media 1   goes on',
    ],
  ])('%o', (scaled, text) => expect(scaledView(scaled, 0)).toBe(text));
});
