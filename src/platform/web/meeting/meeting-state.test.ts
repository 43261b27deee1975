import { expect, test } from 'vitest';
import type { RoomSettings } from '../api/types.ts';
import { allowances, mayModerate } from './meeting-state.ts';

const open: RoomSettings = {
  waitingRoom: false,
  locked: false,
  access: 'open',
  joinMuted: 'auto',
  joinCameraOff: 'auto',
  screenShare: 'everyone',
  chat: 'everyone',
  recording: 'moderators',
};

test.each([
  ['host', open, { moderates: true, media: true, screen: true, chat: true, recording: true, end: true }],
  ['moderator', open, { moderates: true, screen: true, chat: true, recording: true, end: false }],
  ['participant', open, { moderates: false, screen: true, chat: true, recording: false }],
  ['observer', open, { media: false, screen: false, chat: false }],
  ['participant', { ...open, screenShare: 'moderators', chat: 'moderators' }, { screen: false, chat: false }],
  [
    'moderator',
    { ...open, screenShare: 'moderators', recording: 'host' },
    { screen: true, recording: false },
  ],
  ['host', { ...open, chat: 'off' }, { chat: false }],
] as const)('a %s in such a room may do so much', (role, settings, expected) => {
  expect(allowances(role, settings)).toMatchObject(expected);
});

test.each([
  ['host', 'moderator', true],
  ['host', 'host', false],
  ['moderator', 'participant', true],
  ['moderator', 'observer', true],
  ['moderator', 'moderator', false],
  ['moderator', 'host', false],
  ['participant', 'observer', false],
] as const)('a %s moderates a %s: %s', (own, other, expected) => {
  expect(mayModerate(own, other)).toBe(expected);
});
