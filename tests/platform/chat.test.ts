import { once } from 'node:events';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { productionPolicy } from '../../src/platform/api/policy.ts';
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
    id: expect.any(String),
    from: { userId: first.userId, name: 'Person0 Tester' },
    text: 'Hello',
    kind: 'text',
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

test('while Redis is away lines are taken, and reach the other workers all the same', slow, async () => {
  const other = await platform.startWorker({
    config: { worker: 'api-away' },
    policy: { ...productionPolicy, webSocket: { ...productionPolicy.webSocket, catchUpIntervalMs: 200 } },
  });
  const { roomId, people } = await holdMeeting(app, 2);
  const [first, second] = people as [TestAccount, TestAccount];
  const here = await enterRoom(url, first, roomId);
  const there = await enterRoom(await listen(other), accountOn(other, second.userId, second.token), roomId);
  const away = once(app.redis, 'end');
  app.redis.disconnect();
  await away;
  here.send({ type: 'chat', text: 'Hello', ref: 'z' });
  expect(await here.next('chat_accepted')).toMatchObject({ sequence: 1, ref: 'z' });
  expect(await there.next('chat_message')).toMatchObject({ sequence: 1, text: 'Hello' });
  await app.redis.connect();
  here.send({ type: 'chat', text: 'Hello again' });
  expect(await there.next('chat_message')).toMatchObject({ sequence: 2, text: 'Hello again' });
  here.close();
  there.close();
});

test('a line that is sent again with its id is the same line', slow, async () => {
  const { roomId, people } = await holdMeeting(app, 2);
  const [first, second] = people as [TestAccount, TestAccount];
  const speaker = await enterRoom(url, first, roomId);
  const hearer = await enterRoom(url, second, roomId);
  for (const ref of ['1', '2']) speaker.send({ type: 'chat', text: 'Once', clientId: 'line-1', ref });
  expect(await speaker.next('chat_accepted')).toMatchObject({ sequence: 1, clientId: 'line-1', ref: '1' });
  expect(await speaker.next('chat_accepted')).toMatchObject({ sequence: 1, clientId: 'line-1', ref: '2' });
  // The id is the sender's own: another person's line with the same one is another line.
  hearer.send({ type: 'chat', text: 'Twice', clientId: 'line-1' });
  expect(await hearer.next('chat_message')).toMatchObject({ sequence: 1, text: 'Once' });
  expect(await hearer.next('chat_message')).toMatchObject({ sequence: 2, text: 'Twice' });
  speaker.close();
  hearer.close();
});

test('what was said is in the database before its speaker is told so', slow, async () => {
  const { roomId, people } = await holdMeeting(app, 1);
  const socket = await enterRoom(url, people[0] as TestAccount, roomId);
  const texts = Array.from({ length: 250 }, (_, index) => `line ${index}`);
  for (const text of texts) socket.send({ type: 'chat', text });
  for (const _ of texts) await socket.next('chat_accepted');
  const { rows } = await app.pool.query(
    'SELECT message, sequence::int FROM room_messages WHERE room_id = $1 ORDER BY sequence',
    [roomId],
  );
  expect(rows).toEqual(texts.map((message, index) => ({ message, sequence: index + 1 })));
  socket.close();
});

test.each([
  ['off', 'host', 'forbidden'],
  ['moderators', 'participant', 'forbidden'],
  ['moderators', 'host', undefined],
])('with the conversation set to %s a %s is answered %s', slow, async (setting, role, code) => {
  const { roomId, people } = await holdMeeting(app, 2);
  await app.pool.query(
    `INSERT INTO room_settings (room_id, setting_key, setting_value) VALUES ($1, 'chat', to_jsonb($2::text))`,
    [roomId, setting],
  );
  const socket = await enterRoom(url, people[role === 'host' ? 0 : 1] as TestAccount, roomId);
  socket.send({ type: 'chat', text: 'Hello' });
  if (code === undefined) expect(await socket.next('chat_accepted')).toMatchObject({ sequence: 1 });
  else expect(await socket.next('error')).toMatchObject({ code });
  socket.close();
});
