import { expect, test } from 'vitest';
import { can, maySendMedia, type Role, type RoomAction } from './permissions.ts';

const everyone: (Role | undefined)[] = ['host', 'moderator', 'participant', 'observer', undefined];

test.each<[RoomAction, boolean[]]>([
  ['list-participants', [true, true, true, true, false]],
  ['enter-signaling', [true, true, true, true, false]],
  ['chat', [true, true, true, false, false]],
  ['end', [true, false, false, false, false]],
])('%s is for host, moderator, participant, observer, outsider: %j', (action, expected) => {
  expect(everyone.map((role) => can(role, action))).toEqual(expected);
});

test('an observer sends no media', () => {
  expect(everyone.flatMap((role) => (role ? [maySendMedia(role)] : []))).toEqual([true, true, true, false]);
});
