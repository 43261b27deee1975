import { expect, test } from 'vitest';
import { drainText, durationText, occupancyText } from './drain-view.ts';
import type { MediaPod } from './media-pod.ts';

const pod: MediaPod = {
  namespace: 'gomeet-media',
  name: 'livekit-a-1',
  uid: '1',
  node: 'media-1',
  generation: 'a',
  isReady: true,
  isUnschedulable: false,
  order: { policy: 'wait', startedAtMs: 0, deadlineAtMs: 7_500_000 },
  endsAtMs: 9,
  occupancy: { rooms: 3, people: 1120 },
};

test.each([
  [{ rooms: 3, people: 1120 }, '3 rooms, 1,120 people'],
  [{ rooms: 1, people: 1 }, '1 room, 1 person'],
  [{ rooms: 0, people: 0 }, '0 rooms, 0 people'],
  [null, 'it does not tell how many people it has'],
])('%o reads %s', (occupancy, text) => expect(occupancyText(occupancy)).toBe(text));

test('says who is there and what the deadline brings', () => {
  expect(drainText([pod], 0)).toBe(
    'livekit-a-1: 3 rooms, 1,120 people, 2 h 5 min left, then they go on without being watched',
  );
  const forced = { ...pod, order: { policy: 'force' as const, startedAtMs: 0, deadlineAtMs: 41_000 } };
  expect(drainText([forced], 0)).toMatch(/41 s left, then its meetings are cut off$/);
  expect(drainText([forced, { ...pod, order: null }], 41_000)).toBe(
    'livekit-a-1: 3 rooms, 1,120 people, the deadline is over; livekit-a-1: 3 rooms, 1,120 people',
  );
  expect(drainText([], 0)).toBe('empty');
});

test.each([
  [0, '0 s'],
  [59_001, '1 min'],
  [3_600_000, '1 h'],
  [3_660_000, '1 h 1 min'],
])('%i ms reads %s', (ms, text) => expect(durationText(ms)).toBe(text));
