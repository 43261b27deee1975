import { expect, test } from 'vitest';
import type { Room } from '../../api/types.ts';
import { changedFields, draftOf } from './room-draft.ts';

const now = new Date(2026, 2, 10, 12, 20);
const room: Room = {
  id: '1f0a7c9e-93c1-4c3f-8f43-0a5b6c7d8e9f',
  name: 'Weekly',
  description: 'What moves us',
  hostId: '2f0a7c9e-93c1-4c3f-8f43-0a5b6c7d8e9f',
  maxUsers: 20,
  hasPassword: true,
  status: 'active',
  persistent: false,
  scheduledAt: new Date(2026, 2, 11, 9, 0).toISOString(),
  endsAt: null,
  parentRoomId: null,
  createdAt: now.toISOString(),
  endedAt: null,
};

test('a new meeting begins at the next full hour and takes one hour', () => {
  const draft = draftOf(undefined, now);
  expect([draft.scheduledAt, draft.endsAt]).toEqual(['2026-03-10T13:00', '2026-03-10T14:00']);
});

test('all of a new room is sent but what is empty', () => {
  const draft = { ...draftOf(undefined, now), name: ' Weekly ', endsAt: '' };
  expect(changedFields(draft, undefined)).toEqual({
    name: 'Weekly',
    scheduledAt: new Date(2026, 2, 10, 13, 0).toISOString(),
    maxUsers: 50,
    persistent: false,
  });
});

test('of an existing room only what is different is sent', () => {
  const draft = { ...draftOf(room, now), maxUsers: '30' };
  expect(changedFields(draft, room)).toEqual({ maxUsers: 30 });
});

test('what is emptied is taken away, but an empty password leaves the old one', () => {
  const draft = { ...draftOf(room, now), description: '', scheduledAt: '' };
  expect(changedFields(draft, room)).toEqual({ description: null, scheduledAt: null });
});
