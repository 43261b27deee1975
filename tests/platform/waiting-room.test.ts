import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedAccount, type TestAccount } from './support/accounts.ts';
import { openRoom, problemOf, type TestRoom } from './support/meeting.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { report } from './support/reports.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
});
afterAll(() => platform.stop());

/** A room with a waiting room, and people who wait in it, the first first. */
async function waitingRoom(...names: string[]): Promise<TestRoom & { people: TestAccount[] }> {
  const room = await openRoom(app, { settings: { waitingRoom: true } });
  const people: TestAccount[] = [];
  for (const name of names) {
    const person = await seedAccount(app, name);
    const answer = await room.join(person);
    expect([answer.statusCode, answer.json()]).toEqual([202, { status: 'waiting' }]);
    people.push(person);
  }
  return { ...room, people };
}

const namesWaiting = async ({ host, path }: TestRoom) =>
  (await host.call('GET', path('/waiting'))).json().items.map((one: { name: string }) => one.name);

test('newcomers wait without a seat until a moderator lets them in', slow, async () => {
  const room = await waitingRoom('Ada', 'Bob');
  const [ada, bob] = room.people as [TestAccount, TestAccount];
  const { host, path, join } = room;
  expect((await join(host)).json().status).toBe('joined');
  expect(await namesWaiting(room)).toEqual(['Ada Tester', 'Bob Tester']);
  const present = await host.call('GET', path('/participants'));
  expect(present.json().items).toHaveLength(1);
  expect((await host.call('POST', path(`/waiting/${ada.userId}/admit`))).statusCode).toBe(204);
  expect((await join(ada)).json()).toMatchObject({ status: 'joined', participant: { role: 'participant' } });
  expect((await join(bob)).statusCode).toBe(202);
  expect(await namesWaiting(room)).toEqual(['Bob Tester']);
  // Once let in, always let in: a lost connection is not a new visit.
  await ada.call('POST', path('/leave'));
  expect((await join(ada)).statusCode).toBe(200);
});

test('whoever is denied hears so, and may be let in after all', slow, async () => {
  const room = await waitingRoom('Eve');
  const [eve] = room.people as [TestAccount];
  const { host, path, join } = room;
  expect((await host.call('DELETE', path(`/waiting/${eve.userId}`))).statusCode).toBe(204);
  const refused = await join(eve);
  expect([refused.statusCode, problemOf(refused)]).toEqual([403, 'entry-denied']);
  expect(await namesWaiting(room)).toEqual([]);
  await host.call('POST', path('/waiting/admit-all'));
  expect((await join(eve)).statusCode).toBe(403);
  await host.call('POST', path(`/waiting/${eve.userId}/admit`));
  expect((await join(eve)).statusCode).toBe(200);
});

test('all who wait are let in at once, or when there is no waiting room any more', slow, async () => {
  const first = await waitingRoom('Ada', 'Bob');
  await first.host.call('POST', first.path('/waiting/admit-all'));
  const second = await waitingRoom('Cy');
  await second.host.call('PUT', second.path('/settings'), { waitingRoom: false });
  for (const room of [first, second]) {
    expect(await namesWaiting(room)).toEqual([]);
    for (const person of room.people) expect((await room.join(person)).statusCode).toBe(200);
  }
});

test('a person who does not wait cannot be let in or denied, nor may a guest decide', slow, async () => {
  const { host, path, people, join } = await waitingRoom('Ada', 'Bob');
  const [ada, bob] = people as [TestAccount, TestAccount];
  const stranger = await seedAccount(app);
  for (const [method, rest] of [
    ['POST', `/waiting/${stranger.userId}/admit`],
    ['DELETE', `/waiting/${stranger.userId}`],
  ] as const) {
    expect((await host.call(method, path(rest))).statusCode).toBe(404);
  }
  await host.call('POST', path(`/waiting/${ada.userId}/admit`));
  await join(ada);
  for (const who of [ada, bob, stranger]) {
    expect((await who.call('GET', path('/waiting'))).statusCode).toBe(403);
    expect((await who.call('POST', path(`/waiting/${bob.userId}/admit`))).statusCode).toBe(403);
    expect((await who.call('POST', path('/waiting/admit-all'))).statusCode).toBe(403);
  }
});

test('the list of those who wait comes in pages', slow, async () => {
  const { host, path } = await waitingRoom('Ada', 'Bob', 'Cy');
  const first = (await host.call('GET', path('/waiting?limit=2'))).json();
  const second = (await host.call('GET', path(`/waiting?limit=2&cursor=${first.nextCursor}`))).json();
  const names = [...first.items, ...second.items].map(({ name }) => name);
  expect(names).toEqual(['Ada Tester', 'Bob Tester', 'Cy Tester']);
  expect(second.nextCursor).toBeNull();
});

test('a media token that outlives its seat does not lead past the waiting room', slow, async () => {
  const room = await openRoom(app);
  const guest = await seedAccount(app);
  await room.join(guest);
  await guest.call('POST', room.path('/leave'));
  await room.host.call('PUT', room.path('/settings'), { waitingRoom: true });
  const who = { identity: guest.userId, sid: 'PA_late' };
  const answer = await report(app, platform.config.livekit, {
    event: 'participant_joined',
    roomId: room.roomId,
    who,
  });
  // Nothing listens at the media server's address here: that it should have been told to cut them is what is seen.
  expect(answer.statusCode).toBe(503);
  const present = await room.host.call('GET', room.path('/participants'));
  expect(present.json().items).toEqual([]);
});
