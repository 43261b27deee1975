import { expect, test } from 'vitest';
import {
  defaultRoomSettings,
  mayShareScreen,
  readRoomSettings,
  settingChangesSchema,
} from './room-settings.ts';

test('a room without rows is run by the defaults', () => {
  expect(readRoomSettings({})).toEqual(defaultRoomSettings);
});

test('what is stored replaces the default; what is not known is left aside', () => {
  const stored = { locked: true, chat: 'off', access: 'by-phone', whiteboard: true };
  expect(readRoomSettings(stored)).toEqual({ ...defaultRoomSettings, locked: true, chat: 'off' });
});

test.each([{ locked: 'yes' }, { chat: 'loud' }, { whiteboard: true }])('%j is no change', (changes) => {
  expect(settingChangesSchema.safeParse(changes).success).toBe(false);
});

test.each([
  ['host', 'everyone', true],
  ['host', 'moderators', true],
  ['moderator', 'moderators', true],
  ['participant', 'everyone', true],
  ['participant', 'moderators', false],
  ['observer', 'everyone', false],
] as const)('a %s shares a screen where %s may: %s', (role, screenShare, expected) => {
  expect(mayShareScreen(role, { screenShare })).toBe(expected);
});
