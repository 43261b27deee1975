import { expect, test } from 'vitest';
import { iconOf, targetOf } from './notification-kinds.ts';

test('a kind that nobody has drawn has the bell', () => {
  expect([iconOf('recording.ready'), iconOf('room-invitation'), iconOf('weather')]).toEqual([
    'record',
    'mail',
    'bell',
  ]);
});

test('a notification about a room leads there, a finished recording to the recordings', () => {
  expect(targetOf({ type: 'invitation', data: { roomId: 'r1' } })).toBe('/rooms/r1/details');
  expect(targetOf({ type: 'recording.ready', data: { roomId: 'r1' } })).toBe(
    '/rooms/r1/details?show=recordings',
  );
  expect(targetOf({ type: 'security', data: {} })).toBeUndefined();
});
