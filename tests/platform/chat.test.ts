import { once } from 'node:events';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountOn, holdMeeting, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
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

test('a line reaches everyone in the room, on every worker, with its number', slow, async () => {
  const other = await platform.startWorker({ config: { worker: 'api-chat' } });
  const { roomId, people } = await holdMeeting(app, 2);
  const [first, second] = people as [TestAccount, TestAccount];
  const here = await enterRoom(url, first, roomId);
  const there = await enterRoom(await listen(other), accountOn(other, second.userId, second.token), roomId);
  here.send({ type: 'chat', text: ' Hello ', ref: 'a' });
  expect(await there.next('chat_message')).toEqual({
    type: 'chat_message',
    roomId,
    sequence: 1,
    from: { userId: first.userId, name: 'Person0 Tester' },
    text: 'Hello',
    sentAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
  there.send({ type: 'chat', text: 'And you', ref: 'b' });
  expect(await there.next('chat_accepted')).toEqual({ type: 'chat_accepted', roomId, sequence: 2, ref: 'b' });
  expect((await here.next('chat_message')).sequence).toBe(1);
  expect((await here.next('chat_message')).sequence).toBe(2);
  here.close();
  there.close();
});

test('what two workers say at once is heard in one order by all', slow, async () => {
  const lines = 100;
  const other = await platform.startWorker({ config: { worker: 'api-order' } });
  const { roomId, people } = await holdMeeting(app, 2);
  const [first, second] = people as [TestAccount, TestAccount];
  const here = await enterRoom(url, first, roomId);
  const there = await enterRoom(await listen(other), accountOn(other, second.userId, second.token), roomId);
  for (let sent = 0; sent < lines; sent += 1) {
    here.send({ type: 'chat', text: `here ${sent}` });
    there.send({ type: 'chat', text: `there ${sent}` });
  }
  for (const socket of [here, there]) {
    for (let expected = 1; expected <= 2 * lines; expected += 1) {
      expect((await socket.next('chat_message')).sequence).toBe(expected);
    }
    socket.close();
  }
});

test('who is in no room, or only watches, does not write', slow, async () => {
  const { roomId, people } = await holdMeeting(app, 2);
  const [, watcher] = people as [TestAccount, TestAccount];
  const outside = await openSession(url, watcher);
  outside.send({ type: 'chat', text: 'Hello', ref: 'x' });
  expect(await outside.next('error')).toMatchObject({ code: 'not-in-room', ref: 'x' });
  outside.close();
  await app.pool.query(`UPDATE room_participants SET role = 'observer' WHERE user_id = $1`, [watcher.userId]);
  const inside = await enterRoom(url, watcher, roomId);
  inside.send({ type: 'chat', text: 'Hello', ref: 'y' });
  expect(await inside.next('error')).toMatchObject({ code: 'forbidden', ref: 'y' });
  inside.close();
});

test('while Redis is away a line is refused, and the connection stays', slow, async () => {
  const { roomId, people } = await holdMeeting(app, 1);
  const socket = await enterRoom(url, people[0] as TestAccount, roomId);
  const away = once(app.redis, 'end');
  app.redis.disconnect();
  await away;
  socket.send({ type: 'chat', text: 'Hello', ref: 'z' });
  expect(await socket.next('error')).toMatchObject({ code: 'unavailable', ref: 'z' });
  await app.redis.connect();
  socket.send({ type: 'chat', text: 'Hello again' });
  expect(await socket.next('chat_message')).toMatchObject({ sequence: 1, text: 'Hello again' });
  socket.close();
});
