import { expect, test } from 'vitest';
import { mediaPolicy } from './media-policy.ts';

const auto = { joinMuted: 'auto', joinCameraOff: 'auto' } as const;

test.each([
  // seats used, seats, autoSubscribe, lastN, joinMuted, joinCameraOff, maxResolution
  [1, 2, true, 25, false, false, '1080p'],
  [10, 10, true, 25, false, false, '1080p'],
  [11, 11, true, 25, false, false, '720p'],
  [25, 25, true, 25, false, false, '720p'],
  [26, 26, false, 20, false, false, '720p'],
  [50, 50, false, 20, false, false, '720p'],
  [51, 100, false, 16, true, false, '720p'],
  [100, 100, false, 16, true, false, '720p'],
  [101, 500, false, 12, true, true, '720p'],
  [250, 500, false, 12, true, true, '720p'],
  [251, 500, false, 9, true, true, '720p'],
  [1000, 1000, false, 9, true, true, '720p'],
  // A large room with few people in it shows them all, and is ready to fill.
  [3, 500, false, 25, false, false, '720p'],
] as const)(
  '%i of %i seats',
  (seatsUsed, seats, autoSubscribe, lastN, joinMuted, joinCameraOff, maxResolution) => {
    expect(mediaPolicy({ seatsUsed, seats }, auto)).toMatchObject({
      autoSubscribe,
      lastN,
      joinMuted,
      joinCameraOff,
      maxResolution,
    });
  },
);

test('a room that says how to join is asked before its size', () => {
  const loud = { joinMuted: 'never', joinCameraOff: 'never' } as const;
  expect(mediaPolicy({ seatsUsed: 500, seats: 500 }, loud)).toMatchObject({
    joinMuted: false,
    joinCameraOff: false,
  });
  const quiet = { joinMuted: 'always', joinCameraOff: 'always' } as const;
  expect(mediaPolicy({ seatsUsed: 1, seats: 2 }, quiet)).toMatchObject({
    joinMuted: true,
    joinCameraOff: true,
  });
});

test('what saves work on both sides is on in every room', () => {
  for (const seats of [2, 1000]) {
    expect(mediaPolicy({ seatsUsed: 1, seats }, auto)).toMatchObject({
      visibleTiles: { desktop: 25, tablet: 9, phone: 4 },
      adaptiveStream: true,
      dynacast: true,
      simulcast: true,
    });
  }
});
