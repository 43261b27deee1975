import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountOn, holdMeeting, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { eventually } from './support/services.ts';
import { enterRoom, listen, openSession } from './support/socket.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;
let url: string;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
  url = await listen(app);
});
afterAll(() => platform.stop());

test('people on two workers see one another come and go', slow, async () => {
  const other = await platform.startWorker({ config: { worker: 'api-2' } });
  const { roomId, people } = await holdMeeting(app, 2);
  const [first, second] = people as [TestAccount, TestAccount];
  const here = await enterRoom(url, first, roomId);
  const there = await enterRoom(await listen(other), accountOn(other, second.userId, second.token), roomId);
  const seen = await here.next('presence', (message) =>
    message.joined.some((one) => one.userId === second.userId),
  );
  expect(seen.joined).toContainEqual({
    userId: second.userId,
    name: 'Person1 Tester',
    role: 'participant',
  });

  // Giving the seat back by REST, on the worker without the socket, takes the socket out of the room.
  await second.call('POST', `/api/v1/rooms/${roomId}/leave`);
  expect(await there.next('left')).toEqual({ type: 'left', roomId });
  expect((await here.next('presence', (message) => message.left.length > 0)).left).toEqual([second.userId]);
  here.close();
  there.close();
});

test('whoever has a picture is shown with it, by whichever way others learn of them', slow, async () => {
  const { roomId, people } = await holdMeeting(app, 2);
  const [watcher, person] = people as [TestAccount, TestAccount];
  const png = Buffer.from('\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR and so on', 'latin1');
  const headers = { authorization: `Bearer ${person.token}`, 'content-type': 'image/png' };
  await app.inject({ method: 'PUT', url: '/api/v1/users/profile/avatar', headers, payload: png });
  const { avatarUrl } = (await person.call('GET', '/api/v1/users/profile')).json().user;
  expect(avatarUrl).toMatch(/^\/api\/v1\/users\//);

  const watching = await enterRoom(url, watcher, roomId);
  const seen = await enterRoom(url, person, roomId);
  const { joined } = await watching.next('presence', (message) =>
    message.joined.some((one) => one.userId === person.userId),
  );
  expect(joined).toContainEqual(expect.objectContaining({ userId: person.userId, avatarUrl }));
  const { items } = (await watcher.call('GET', `/api/v1/rooms/${roomId}/participants`)).json();
  const pictures = new Map(items.map((one: Record<string, unknown>) => [one.userId, one.avatarUrl]));
  expect([pictures.get(person.userId), pictures.get(watcher.userId)]).toEqual([avatarUrl, null]);
  const again = (await person.call('POST', `/api/v1/rooms/${roomId}/join`)).json();
  expect(again.participant).toMatchObject({ avatarUrl });
  watching.close();
  seen.close();
});

test('a tab more or less is neither coming nor going', slow, async () => {
  const { roomId, people } = await holdMeeting(app, 2);
  const [watcher, person] = people as [TestAccount, TestAccount];
  const watching = await enterRoom(url, watcher, roomId);
  const closed = await enterRoom(url, person, roomId);
  const kept = await enterRoom(url, person, roomId);
  await watching.next('presence', (message) => message.joined.some((one) => one.userId === person.userId));
  closed.close();
  await closed.closed;
  kept.send({ type: 'leave_room', ref: 'bye' });
  expect(await kept.next('left')).toMatchObject({ ref: 'bye' });
  expect(await watching.next('presence')).toEqual({
    type: 'presence',
    roomId,
    joined: [],
    left: [person.userId],
    changed: [],
  });
  watching.close();
  kept.close();
});

test('whoever closes a tab on one worker and keeps one on another is still there', slow, async () => {
  const other = await platform.startWorker({ config: { worker: 'api-tabs' } });
  const otherUrl = await listen(other);
  const { roomId, people } = await holdMeeting(app, 3);
  const [watcher, person, last] = people as [TestAccount, TestAccount, TestAccount];
  const watching = await enterRoom(url, watcher, roomId);
  const kept = await enterRoom(url, person, roomId);
  const closing = await enterRoom(otherUrl, accountOn(other, person.userId, person.token), roomId);
  closing.close();
  await eventually('the other worker has let go', async () => {
    const metric = await other.metrics.registry.getSingleMetricAsString('websocket_connections_active');
    expect(metric).toMatch(/\{.*\} 0$/m);
  });
  // Whatever the other worker said of the tab comes before what it says of the last one to come.
  const marker = await enterRoom(otherUrl, accountOn(other, last.userId, last.token), roomId);
  const there = new Set<string>();
  await watching.next('presence', ({ joined, left }) => {
    for (const userId of left) there.delete(userId);
    for (const one of joined) there.add(one.userId);
    return there.has(last.userId);
  });
  expect(there).toContain(person.userId);
  for (const socket of [watching, kept, marker]) socket.close();
});

test(
  'a crowd that enters at once costs each socket a few messages, not one for each person',
  slow,
  async () => {
    const size = 60;
    const { roomId, people } = await holdMeeting(app, size);
    const sockets = await Promise.all(people.map((person) => openSession(url, person)));
    const counts = sockets.map((socket) => {
      const heard = new Set<string>();
      let messages = 0;
      socket.raw.on('message', (data) => {
        const message = JSON.parse(data.toString());
        if (message.type !== 'presence') return;
        messages += 1;
        for (const one of message.joined) heard.add(one.userId);
      });
      return { heard, messages: () => messages };
    });
    for (const socket of sockets) socket.send({ type: 'join_room', roomId });
    await Promise.all(sockets.map((socket) => socket.next('joined')));
    await eventually('the last to come has been announced to the first', async () =>
      expect(Math.max(...counts.map(({ heard }) => heard.size))).toBe(size),
    );
    expect(Math.max(...counts.map(({ messages }) => messages()))).toBeLessThan(size / 4);
    for (const socket of sockets) socket.close();
  },
);

test('the end of a meeting is told to all in it', slow, async () => {
  const { roomId, people } = await holdMeeting(app, 1);
  const socket = await enterRoom(url, people[0] as TestAccount, roomId);
  await people[0]?.call('POST', `/api/v1/rooms/${roomId}/end`);
  expect(await socket.next('room_ended')).toEqual({ type: 'room_ended', roomId });
  socket.send({ type: 'leave_room' });
  expect((await socket.next('error')).code).toBe('not-in-room');
  socket.close();
});

/** Without an answer these fail soon, not after the minutes that a whole stack may take. */
const soon = { ...slow, timeout: 20_000 };

test.each([
  ['the meeting ends', 0, 'end', 'room-ended'],
  ['their seat is given back', 1, 'leave', 'forbidden'],
] as const)(
  'whoever enters while %s is told so and does not stay',
  soon,
  async (_name, who, action, code) => {
    const worker = await platform.startWorker({ config: { worker: `api-${action}` } });
    const { roomId, people } = await holdMeeting(worker, 2);
    const person = people[who] as TestAccount;
    // Between the check and the entrance, when the worker does not hear the room yet.
    const enter = worker.hub.enter.bind(worker.hub);
    worker.hub.enter = async (...entrance) => {
      await person.call('POST', `/api/v1/rooms/${roomId}/${action}`);
      await enter(...entrance);
    };
    const socket = await openSession(await listen(worker), person);
    socket.send({ type: 'join_room', roomId, ref: 'in' });
    expect(await socket.next('error')).toMatchObject({ code, ref: 'in' });
    expect(await socket.closed).toBe(4403);
  },
);

test('whoever is taken out of the room while entering is not told that they are in', soon, async () => {
  const worker = await platform.startWorker({ config: { worker: 'api-out' } });
  const { roomId, people } = await holdMeeting(worker, 1);
  const [host] = people as [TestAccount];
  const enter = worker.hub.enter.bind(worker.hub);
  worker.hub.enter = async (...entrance) => {
    await enter(...entrance);
    await host.call('POST', `/api/v1/rooms/${roomId}/leave`);
  };
  const socket = await openSession(await listen(worker), host);
  const heard: string[] = [];
  socket.raw.on('message', (data) => heard.push(JSON.parse(data.toString()).type));
  socket.send({ type: 'join_room', roomId });
  await socket.next('left');
  socket.send({ type: 'leave_room' });
  expect((await socket.next('error')).code).toBe('not-in-room');
  expect(heard).toEqual(['left', 'error']);
  socket.close();
});
