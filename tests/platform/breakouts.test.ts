import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedAccount, type TestAccount } from './support/accounts.ts';
import { openRoom, problemOf, type TestRoom } from './support/meeting.ts';
import { type Platform, startPlatform } from './support/platform.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
});
afterAll(() => platform.stop());

interface Breakout {
  readonly id: string;
  readonly name: string;
  readonly assigned: string[];
}

/** A meeting of a host and some people. */
async function meeting(size: number): Promise<TestRoom & { people: TestAccount[] }> {
  const room = await openRoom(app);
  await room.join(room.host);
  const people: TestAccount[] = [];
  for (let index = 0; index < size; index += 1) {
    const person = await seedAccount(app, `Person${index}`);
    await room.join(person);
    people.push(person);
  }
  return { ...room, people };
}

const open = async ({ host, path }: TestRoom, names: string[], assign = 'evenly') =>
  (await host.call('POST', path('/breakouts'), { names, assign })).json().items as Breakout[];

const enter = (who: TestAccount, roomId?: string) => who.call('POST', `/api/v1/rooms/${roomId}/join`);

test('people are dealt out over the named rooms, the host is not', slow, async () => {
  const room = await meeting(5);
  const created = await room.host.call('POST', room.path('/breakouts'), {
    names: ['Red', 'Green'],
    assign: 'evenly',
  });
  expect([created.statusCode, created.headers.location]).toEqual([201, room.path('/breakouts')]);
  const items = created.json().items as (Breakout & { parentRoomId: string; hostId: string })[];
  expect(items.map(({ name, assigned }) => [name, assigned.length])).toEqual([
    ['Green', 2],
    ['Red', 3],
  ]);
  expect(new Set(items.flatMap(({ assigned }) => assigned))).toEqual(
    new Set(room.people.map((p) => p.userId)),
  );
  for (const one of items) {
    expect(one).toMatchObject({ parentRoomId: room.roomId, hostId: room.host.userId });
    expect(one.id.slice(0, 2)).toBe(room.roomId.slice(0, 2));
  }
  expect((await room.host.call('GET', room.path('/breakouts'))).json().items).toEqual(items);
});

test('whoever is assigned gets in, whoever is not does not even see the room', slow, async () => {
  const room = await meeting(2);
  const [ada, bob] = room.people as [TestAccount, TestAccount];
  const stranger = await seedAccount(app);
  const [red] = await open(room, ['Red'], 'manual');
  for (const who of [ada, bob, stranger]) {
    expect(problemOf(await enter(who, red?.id))).toBe('room-not-found');
    expect((await who.call('GET', `/api/v1/rooms/${red?.id}`)).statusCode).toBe(404);
  }
  const assigned = await room.host.call('PUT', room.path('/breakouts/assignments'), {
    assignments: [{ userId: ada.userId, breakoutRoomId: red?.id }],
  });
  expect(assigned.statusCode).toBe(204);
  expect((await enter(ada, red?.id)).json().participant.role).toBe('participant');
  expect((await ada.call('GET', `/api/v1/rooms/${red?.id}`)).json().name).toBe('Red');
  expect((await enter(bob, red?.id)).statusCode).toBe(404);
  expect((await enter(room.host, red?.id)).json().participant.role).toBe('host');
});

test('moderators visit every breakout room and stay moderators of the meeting meanwhile', slow, async () => {
  const room = await meeting(2);
  const [ada, bob] = room.people as [TestAccount, TestAccount];
  await room.host.call('PUT', room.path(`/participants/${ada.userId}/role`), { role: 'moderator' });
  const [red, green] = await open(room, ['Red', 'Green'], 'manual');
  expect((await enter(ada, red?.id)).json().participant.role).toBe('moderator');
  expect((await enter(ada, green?.id)).statusCode).toBe(200);
  // Her media have moved, so the media server reports that she has left.
  await app.participants.leave(room.roomId, ada.userId);
  const sent = await ada.call('POST', room.path('/breakouts/broadcast'), { text: 'Five more minutes' });
  expect(sent.statusCode).toBe(204);
  expect((await bob.call('POST', room.path('/breakouts/broadcast'), { text: 'Hi' })).statusCode).toBe(403);
});

test('closing them calls everybody back, past a lock that was set meanwhile', slow, async () => {
  const room = await meeting(1);
  const [ada] = room.people as [TestAccount];
  const outside = await seedAccount(app);
  const [red] = await open(room, ['Red']);
  await enter(ada, red?.id);
  await app.participants.leave(room.roomId, ada.userId);
  await room.host.call('PUT', room.path('/lock'), { locked: true });
  // Nothing is at the media server's address in this test; all but the media is closed.
  expect((await room.host.call('DELETE', room.path('/breakouts'))).statusCode).toBe(503);
  expect((await room.host.call('GET', room.path('/breakouts'))).json().items).toEqual([]);
  expect(problemOf(await enter(ada, red?.id))).toBe('room-ended');
  expect((await room.join(ada)).statusCode).toBe(200);
  expect(problemOf(await room.join(outside))).toBe('room-locked');
});

test('what cannot be opened or assigned says why', slow, async () => {
  const room = await meeting(1);
  const other = await meeting(0);
  const [ada] = room.people as [TestAccount];
  const [red] = await open(room, ['Red']);
  const [foreign] = await open(other, ['Blue'], 'manual');
  const post = (path: string, body: object) => room.host.call('POST', path, body);
  expect(problemOf(await post(room.path('/breakouts'), { names: ['Again'] }))).toBe('conflict');
  expect(problemOf(await post(`/api/v1/rooms/${red?.id}/breakouts`, { names: ['Deeper'] }))).toBe('conflict');
  for (const names of [[], ['Twice', 'Twice'], Array.from({ length: 51 }, (_, index) => `Room ${index}`)])
    expect((await post(other.path('/breakouts'), { names })).statusCode).toBe(400);
  const stranger = await seedAccount(app);
  for (const assignment of [
    { userId: ada.userId, breakoutRoomId: foreign?.id },
    { userId: stranger.userId, breakoutRoomId: red?.id },
  ]) {
    const answer = await room.host.call('PUT', room.path('/breakouts/assignments'), {
      assignments: [assignment],
    });
    expect(answer.statusCode).toBe(404);
  }
  for (const method of ['POST', 'DELETE'] as const)
    expect((await ada.call(method, room.path('/breakouts'), { names: ['Mine'] })).statusCode).toBe(403);
});

test('the end of the meeting ends its breakout rooms', slow, async () => {
  const room = await meeting(1);
  const [ada] = room.people as [TestAccount];
  const [red] = await open(room, ['Red']);
  await enter(ada, red?.id);
  await room.host.call('POST', room.path('/end'));
  expect(problemOf(await enter(ada, red?.id))).toBe('room-ended');
  const seats = await app.pool.query(
    'SELECT count(*)::int FROM room_participants WHERE room_id IN ($1, $2) AND left_at IS NULL',
    [room.roomId, red?.id],
  );
  expect(seats.rows).toEqual([{ count: 0 }]);
});
