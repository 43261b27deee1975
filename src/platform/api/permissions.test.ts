import { expect, test } from 'vitest';
import { can, maySendMedia, type RoomAction, type Standing } from './permissions.ts';

const stranger: Standing = {
  admin: false,
  owner: false,
  role: undefined,
  former: false,
  invited: false,
  open: false,
};

const people: Record<string, Standing> = {
  stranger,
  passerBy: { ...stranger, open: true },
  invited: { ...stranger, invited: true },
  former: { ...stranger, former: true },
  observer: { ...stranger, role: 'observer' },
  participant: { ...stranger, role: 'participant' },
  moderator: { ...stranger, role: 'moderator' },
  owner: { ...stranger, owner: true },
  host: { ...stranger, owner: true, role: 'host' },
  admin: { ...stranger, admin: true },
};

test.each<[RoomAction, string[]]>([
  [
    'view',
    ['passerBy', 'invited', 'former', 'observer', 'participant', 'moderator', 'owner', 'host', 'admin'],
  ],
  ['join', ['passerBy', 'invited', 'former', 'observer', 'participant', 'moderator', 'owner', 'host']],
  ['update', ['owner', 'host']],
  ['end', ['owner', 'host', 'admin']],
  ['chat', ['participant', 'moderator', 'owner', 'host']],
  ['read-messages', ['former', 'observer', 'participant', 'moderator', 'owner', 'host']],
  ['moderate', ['moderator', 'owner', 'host']],
  ['change-roles', ['owner', 'host']],
  ['delete-recordings', ['owner', 'host', 'admin']],
])('%s is for %j', (action, expected) => {
  const permitted = Object.entries(people).filter(([, standing]) => can(standing, action));
  expect(permitted.map(([name]) => name)).toEqual(expected);
});

test('an observer sends no media', () => {
  expect(maySendMedia('observer')).toBe(false);
  expect(maySendMedia('participant')).toBe(true);
});
