import { once } from 'node:events';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { productionPolicy } from '../../src/platform/api/policy.ts';
import { answer } from '../../src/platform/api/realtime/conversation.ts';
import { accountOn, createRoom, holdMeeting, seedAccount, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { eventually } from './support/services.ts';
import { enterRoom, listen, openSession, openSocket, ticketFor } from './support/socket.ts';

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

const upgradeFrom = (origin: string | undefined) =>
  new Promise<number>((resolve) => {
    const socket = new WebSocket(url, origin === undefined ? {} : { origin });
    socket.once('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.once('unexpected-response', (_, answer) => resolve(answer.statusCode ?? 0));
    socket.once('error', () => undefined);
  });

test.each([
  [undefined, 101],
  ['http://127.0.0.1:8080', 101],
  ['http://127.0.0.1:8080.evil.example', 403],
  ['https://evil.example', 403],
  ['null', 403],
])('v5.0.0-4.4.2: an upgrade from a page of %s is answered %i', slow, async (origin, status) => {
  expect(await upgradeFrom(origin)).toBe(status);
});

test(
  'v5.0.0-4.4.3: a ticket in the address, or an access token as a ticket, opens nothing',
  slow,
  async () => {
    const account = await seedAccount(app);
    const socket = await openSocket(`${url}?ticket=${await ticketFor(account)}`);
    socket.send({ type: 'authenticate', ticket: account.token.slice(0, 200) });
    expect((await socket.next('error')).code).toBe('invalid-ticket');
    expect(await socket.closed).toBe(4401);
  },
);

test('v5.0.0-7.4.1: logging out closes the sockets of the session, on every worker', slow, async () => {
  const other = await platform.startWorker({ config: { worker: 'api-other' } });
  const account = await seedAccount(app);
  const socket = await openSession(await listen(other), accountOn(other, account.userId, account.token));
  const bystander = await openSession(url, await seedAccount(app));
  expect((await account.call('POST', '/api/v1/auth/logout', {})).statusCode).toBe(204);
  expect((await socket.next('error')).code).toBe('session-ended');
  expect(await socket.closed).toBe(4401);
  expect(bystander.raw.readyState).toBe(bystander.raw.OPEN);
  bystander.close();
});

test.each([
  ['its account is banned', `UPDATE users SET status = 'banned' WHERE id = $1`],
  ['its session is revoked', 'UPDATE user_sessions SET revoked_at = now() WHERE user_id = $1'],
  ['its session runs out', 'UPDATE user_sessions SET expires_at = now() WHERE user_id = $1'],
])('a socket is closed when %s and nobody says so', slow, async (_name, statement) => {
  const { webSocket } = productionPolicy;
  const watchful = await platform.startWorker({
    policy: { ...productionPolicy, webSocket: { ...webSocket, sessionCheckIntervalMs: 50 } },
    config: { worker: 'api-watchful' },
  });
  const account = await seedAccount(watchful);
  const socket = await openSession(await listen(watchful), account);
  await watchful.pool.query(statement, [account.userId]);
  expect((await socket.next('error')).code).toBe('session-ended');
  expect(await socket.closed).toBe(4401);
});

// v5.0.0-17.3.1: signalling goes on while others flood it.
test('v5.0.0-17.3.1: a flood ends the connection that makes it and no other', slow, async () => {
  const { roomId, people } = await holdMeeting(app, 2);
  const [flooder, other] = people as [TestAccount, TestAccount];
  const [flood, calm] = [await enterRoom(url, flooder, roomId), await enterRoom(url, other, roomId)];
  const { messagesPerMinute } = productionPolicy.webSocket;
  for (let sent = 0; sent <= messagesPerMinute; sent += 1)
    flood.send({ type: 'hand', raised: sent % 2 === 0 });
  expect(await flood.closed).toBe(4429);
  calm.send({ type: 'chat', text: 'Still here' });
  expect(await calm.next('chat_accepted')).toMatchObject({ sequence: 1 });
  calm.close();
});

const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;

// v5.0.0-17.3.2: signalling survives what is malformed.
test.each([
  ['half a message', '{"type":"chat","te'],
  ['a deep message', `{"type":"chat","text":${deep}}`],
  ['a prototype', '{"__proto__":{"type":"chat"},"constructor":1}'],
  ['a number too large', '{"type":"resync","after":1e400}'],
  ['a negative number', '{"type":"resync","after":-1}'],
  ['an emoji that is a text', '{"type":"reaction","emoji":"<script>"}'],
  ['figures out of range', '{"type":"quality","lossRatio":2}'],
  ['a text with U+0000', '{"type":"chat","text":"a\\u0000b"}'],
  // PostgreSQL's jsonb refuses half a surrogate pair, and with it every line of the statement: those of others as well.
  ['half a character', '{"type":"chat","text":"\\ud800"}'],
  ['half a character as an id', '{"type":"chat","text":"Hi","clientId":"\\udfff"}'],
  ['a null', 'null'],
  ['a frame of bytes', Buffer.from([0xff, 0xfe])],
])('v5.0.0-17.3.2: %s ends its connection and nothing else', slow, async (_name, frame) => {
  const { roomId, people } = await holdMeeting(app, 1);
  const socket = await enterRoom(url, people[0] as TestAccount, roomId);
  socket.raw.send(frame);
  expect((await socket.next('error')).code).toBe('malformed');
  expect(await socket.closed).toBe(4400);
  expect((await app.inject('/healthz')).statusCode).toBe(200);
});

test('quality figures become metrics that name nobody', slow, async () => {
  const account = await seedAccount(app);
  const socket = await openSession(url, account);
  socket.send({
    type: 'quality',
    rttMs: 42,
    lossRatio: 0.02,
    resolution: '1280x720',
    joinMs: 900,
    score: 4.2,
  });
  await eventually('the figures are counted', async () => {
    const text = await app.metrics.registry.metrics();
    expect(text).toMatch(/gomeet_client_rtt_seconds_sum\{worker="api-1"\} 0\.042/);
    expect(text).toMatch(/gomeet_client_loss_ratio_bucket\{le="0\.02",worker="api-1"\} 1/);
    expect(text).toMatch(/gomeet_client_join_seconds_count\{worker="api-1"\} 1/);
    expect(text).not.toContain(account.userId);
  });
  socket.close();
});

test(
  'presence is left out for whoever reads slowly, and they learn that it was; lines are not',
  slow,
  async () => {
    const { webSocket } = productionPolicy;
    const impatient = await platform.startWorker({
      policy: { ...productionPolicy, webSocket: { ...webSocket, lowWaterBytes: 0, presenceBatchMs: 5 } },
      config: { worker: 'api-impatient' },
    });
    const { roomId, people } = await holdMeeting(impatient, 2);
    const [slowReader, talker] = people as [TestAccount, TestAccount];
    const address = await listen(impatient);
    const reader = await enterRoom(address, slowReader, roomId);
    const speaker = await enterRoom(address, talker, roomId);
    reader.raw.pause();
    const connection = impatient.hub.room(roomId)?.members.get(slowReader.userId)?.connections[0];
    // Until the kernel takes no more and the rest waits in the process.
    let lines = 0;
    while (connection?.backlogBytes === 0) {
      await impatient.chat.say(roomId, { userId: talker.userId, text: 'x'.repeat(4000) });
      lines += 1;
    }
    speaker.send({ type: 'hand', raised: true });
    await eventually('presence was left out', async () =>
      expect(impatient.hub.room(roomId)?.someoneMissed).toBe(true),
    );
    reader.raw.resume();
    await reader.next('chat_message', ({ sequence }) => sequence === lines);
    await eventually('the backlog is gone', async () => {
      impatient.hub.lookForLines();
      expect(impatient.hub.room(roomId)?.someoneMissed).toBe(false);
    });
    expect(await reader.next('presence_missed')).toEqual({ type: 'presence_missed', roomId });
    reader.close();
    speaker.close();
  },
);

test('[v5.0.0-7.4.1] a ticket that was bought before the session ended opens nothing', slow, async () => {
  const account = await seedAccount(app);
  const ticket = await ticketFor(account);
  expect((await account.call('POST', '/api/v1/auth/logout', {})).statusCode).toBe(204);
  const socket = await openSocket(url);
  // The very first: a watch over sessions would end the socket later anyhow.
  const first = once(socket.raw, 'message');
  socket.send({ type: 'authenticate', ticket });
  expect(String((await first)[0])).toContain('"code":"session-ended"');
  expect(await socket.closed).toBe(4401);
});

test('a wish to wait that is read when its socket has closed leaves nothing behind', slow, async () => {
  const [host, guest] = [await seedAccount(app), await seedAccount(app)];
  const rooms: string[] = [];
  for (let count = 0; count < 2; count += 1) {
    const roomId = await createRoom(host, { settings: { waitingRoom: true } });
    expect((await guest.call('POST', `/api/v1/rooms/${roomId}/join`)).statusCode).toBe(202);
    rooms.push(roomId);
  }
  const [here = '', there = ''] = rooms;
  const socket = await openSession(url, guest);
  socket.send({ type: 'wait_room', roomId: here });
  await socket.next('waiting');
  const [connection] = app.hub.room(here)?.waiters ?? [];
  if (!connection) throw new Error('nobody waits');
  socket.close();
  await eventually('the socket is gone', async () => expect(app.hub.room(here)).toBeUndefined());
  // Messages are answered one after the other, so this one may have stood behind another.
  await answer(app, connection, { type: 'wait_room', roomId: there });
  expect(app.hub.room(there)).toBeUndefined();
});
