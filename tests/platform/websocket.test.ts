import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Policy, productionPolicy } from '../../src/platform/api/policy.ts';
import { holdMeeting, seedAccount, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { eventually } from './support/services.ts';
import { listen, openSession, openSocket, ticketFor } from './support/socket.ts';

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

const withWebSocket = (changes: Partial<Policy['webSocket']>): Policy => ({
  ...productionPolicy,
  webSocket: { ...productionPolicy.webSocket, ...changes },
});

test('a ticket opens one connection, once', slow, async () => {
  const account = await seedAccount(app);
  const issued = await account.call('POST', '/api/v1/ws-tickets');
  expect(issued.statusCode).toBe(201);
  const { ticket, expiresAt } = issued.json();
  const leftMs = Date.parse(expiresAt) - Date.now();
  expect(leftMs).toBeGreaterThan(25_000);
  expect(leftMs).toBeLessThanOrEqual(30_000);
  expect(await app.redis.keys(`*${ticket}*`)).toEqual([]);

  const sockets = await Promise.all([openSocket(url), openSocket(url)]);
  for (const socket of sockets) socket.send({ type: 'authenticate', ticket, ref: 'a' });
  const outcomes = await Promise.race([
    Promise.all([sockets[0].next('authenticated'), sockets[1].closed]),
    Promise.all([sockets[1].next('authenticated'), sockets[0].closed]),
  ]);
  expect(outcomes).toEqual([{ type: 'authenticated', userId: account.userId, ref: 'a' }, 4401]);
});

test('a ticket runs out', slow, async () => {
  const brief = await platform.startWorker({
    policy: withWebSocket({ ticketSeconds: 1 }),
    config: { worker: 'api-brief' },
  });
  const account = await seedAccount(brief);
  const ticket = await ticketFor(account);
  await eventually('the ticket is gone', async () =>
    expect(await brief.redis.keys('ws-ticket:*')).toEqual([]),
  );
  const socket = await openSocket(url);
  socket.send({ type: 'authenticate', ticket });
  expect((await socket.next('error')).code).toBe('invalid-ticket');
  expect(await socket.closed).toBe(4401);
});

test.each([
  ['no JSON', '{', 4400],
  ['an unknown type', '{"type":"shout"}', 4400],
  ['a room that is no UUID', '{"type":"join_room","roomId":"1"}', 4400],
  ['bytes', Buffer.from('{"type":"leave_room"}'), 4400],
  ['a room before a ticket', `{"type":"join_room","roomId":"${randomUUID()}"}`, 4401],
  ['more than 64 KiB', 'x'.repeat(65_537), 1009],
])('a first message with %s closes the connection', slow, async (_name, message, code) => {
  const socket = await openSocket(url);
  socket.raw.send(message);
  expect(await socket.closed).toBe(code);
});

test('a connection without a ticket is closed after a while', slow, async () => {
  const hasty = await platform.startWorker({
    policy: withWebSocket({ authenticateWithinMs: 50 }),
    config: { worker: 'api-hasty' },
  });
  const socket = await openSocket(await listen(hasty));
  expect((await socket.next('error')).code).toBe('too-late');
  expect(await socket.closed).toBe(4408);
});

test('only those with a seat enter a room, and only one that exists', slow, async () => {
  const { roomId } = await holdMeeting(app, 1);
  const stranger = await seedAccount(app);
  const outside = await openSession(url, stranger);
  outside.send({ type: 'join_room', roomId });
  expect((await outside.next('error')).code).toBe('forbidden');
  expect(await outside.closed).toBe(4403);
  const lost = await openSession(url, stranger);
  lost.send({ type: 'join_room', roomId: randomUUID() });
  expect(await lost.closed).toBe(4404);
});

test('media negotiation is refused with the reason, and the connection stays', slow, async () => {
  const { roomId, people } = await holdMeeting(app, 1);
  const socket = await openSession(url, people[0] as TestAccount);
  for (const type of ['offer', 'answer', 'ice-candidate']) {
    socket.send({ type, ref: type });
    expect(await socket.next('error')).toMatchObject({ code: 'media-negotiation', ref: type });
  }
  socket.send({ type: 'join_room', roomId });
  expect(await socket.next('joined')).toMatchObject({ roomId, role: 'host', participantCount: 1 });
  socket.send({ type: 'join_room', roomId });
  expect(await socket.next('error')).toMatchObject({ code: 'already-in-room' });
  socket.send({ type: 'authenticate', ticket: await ticketFor(people[0] as TestAccount) });
  expect(await socket.next('error')).toMatchObject({ code: 'already-authenticated' });
  expect(await socket.closed).toBe(4400);
});

test('an ended meeting is entered by nobody', slow, async () => {
  const { roomId, people } = await holdMeeting(app, 1);
  const [host] = people as [TestAccount];
  await host.call('POST', `/api/v1/rooms/${roomId}/end`);
  const socket = await openSession(url, host);
  socket.send({ type: 'join_room', roomId });
  expect((await socket.next('error')).code).toBe('room-ended');
  expect(await socket.closed).toBe(4403);
});

test('too many messages close the connection', slow, async () => {
  const strict = await platform.startWorker({
    policy: withWebSocket({ messagesPerMinute: 5 }),
    config: { worker: 'api-strict' },
  });
  const socket = await openSession(await listen(strict), await seedAccount(strict));
  for (let sent = 0; sent < 5; sent += 1) socket.send({ type: 'leave_room' });
  expect((await socket.next('error', (message) => message.code === 'rate-limited')).message).toContain(
    '5 messages',
  );
  expect(await socket.closed).toBe(4429);
});

test('a client that reads too slowly is cut, and others are not', slow, async () => {
  const impatient = await platform.startWorker({
    policy: withWebSocket({ maxBufferedBytes: 64 * 1024, messagesPerMinute: 1_000_000 }),
    config: { worker: 'api-impatient' },
  });
  const socket = await openSession(await listen(impatient), await seedAccount(impatient));
  socket.raw.pause();
  const ref = 'x'.repeat(64);
  const cut = eventually('the socket is cut', async () => {
    for (let sent = 0; sent < 2000; sent += 1) socket.send({ type: 'offer', ref });
    const text = await impatient.metrics.registry.getSingleMetricAsString('gomeet_websocket_closes_total');
    expect(text).toContain('too-slow');
  });
  await cut;
  socket.raw.terminate();
});

test('silent connections are noticed and dropped', slow, async () => {
  const watchful = await platform.startWorker({
    policy: withWebSocket({ pingIntervalMs: 50 }),
    config: { worker: 'api-watchful' },
  });
  const address = await listen(watchful);
  const answering = await openSession(address, await seedAccount(watchful));
  const silent = await openSession(address, await seedAccount(watchful));
  silent.raw.pause();
  await eventually('one of two is left', async () => {
    const text = await watchful.metrics.registry.getSingleMetricAsString('websocket_connections_active');
    expect(text).toMatch(/\{.*\} 1$/m);
  });
  expect(answering.raw.readyState).toBe(answering.raw.OPEN);
  silent.raw.terminate();
  answering.close();
});

test('a worker that stops sends its clients elsewhere, spread over time', slow, async () => {
  const leaving = await platform.startWorker({ config: { worker: 'api-leaving' } });
  const socket = await openSession(await listen(leaving), await seedAccount(leaving));
  const closing = leaving.close();
  expect((await socket.next('reconnect')).afterMs).toBeLessThanOrEqual(1000);
  expect(await socket.closed).toBe(1012);
  await closing;
});

test.each([
  ['another address', '/socket', 404],
  ['an address that spent its requests', '/ws', 429],
])('an upgrade from %s is refused', slow, async (_name, path, status) => {
  const poor = await platform.startWorker({
    policy: {
      ...productionPolicy,
      limits: {
        ...productionPolicy.limits,
        overall: { ...productionPolicy.limits.overall, name: 'none', quota: 0 },
      },
    },
    config: { worker: `api-poor-${status}` },
  });
  const address = (await listen(poor)).replace(/\/ws$/, path);
  await expect(openSocket(address)).rejects.toThrow(String(status));
});
