import { expect, test } from 'vitest';
import { RoomPresence } from './room-presence.ts';

const ada = { userId: 'ada', name: 'Ada', role: 'participant' } as const;

test('what happens within a moment is one message with the latest of each person', () => {
  const presence = new RoomPresence();
  presence.joined(ada);
  presence.joined({ ...ada, userId: 'bob' });
  presence.left('bob');
  presence.change({ userId: 'ada', audio: true });
  presence.change({ userId: 'ada', hand: true });
  presence.change({ userId: 'ada', audio: false });
  expect(presence.flush('room', 0)).toEqual([
    {
      type: 'presence',
      roomId: 'room',
      joined: [ada],
      left: ['bob'],
      changed: [{ userId: 'ada', audio: false, hand: true }],
    },
  ]);
  expect(presence.flush('room', 0)).toEqual([]);
});

test('a newcomer is told only of those who have something on', () => {
  const presence = new RoomPresence();
  presence.change({ userId: 'ada', video: true, audio: true });
  presence.change({ userId: 'ada', audio: false });
  presence.change({ userId: 'bob', hand: true });
  presence.change({ userId: 'bob', hand: false });
  presence.change({ userId: 'eve', role: 'moderator' });
  expect(presence.states()).toEqual([{ userId: 'ada', video: true }]);
  presence.left('ada');
  expect(presence.states()).toEqual([]);
});

test('what changes nothing is not told', () => {
  const presence = new RoomPresence();
  expect(presence.change({ userId: 'ada', audio: false })).toBe(false);
  expect(presence.change({ userId: 'ada', audio: true })).toBe(true);
  presence.flush('room', 0);
  expect(presence.change({ userId: 'ada', audio: true })).toBe(false);
  expect(presence.flush('room', 0)).toEqual([]);
});

test('typing is told when it begins and ends, and ends by itself after 8 seconds', () => {
  const presence = new RoomPresence();
  presence.typing('ada', true, 1000);
  expect(presence.flush('room', 1000)).toEqual([{ type: 'typing', roomId: 'room', userIds: ['ada'] }]);
  presence.typing('ada', true, 5000);
  expect(presence.flush('room', 9000)).toEqual([]);
  expect(presence.nextExpiryMs).toBe(13_000);
  expect(presence.flush('room', 13_000)).toEqual([{ type: 'typing', roomId: 'room', userIds: [] }]);
  expect(presence.nextExpiryMs).toBeUndefined();
});

test('of a shower of reactions 50 are told', () => {
  const presence = new RoomPresence();
  for (let sent = 0; sent < 80; sent += 1) presence.reacted({ userId: 'ada', emoji: '👏' });
  const [message] = presence.flush('room', 0);
  expect(message).toMatchObject({ type: 'reactions', items: { length: 50 } });
});
