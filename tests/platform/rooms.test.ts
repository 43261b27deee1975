import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountOn, createRoom, seedAccount, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;
let host: TestAccount;
let guest: TestAccount;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
  host = await seedAccount(app, 'Hera');
  guest = await seedAccount(app, 'Gaia');
});
afterAll(() => platform.stop());

const countPresent = async (roomId: string) =>
  (
    await app.pool.query(
      'SELECT count(*)::int FROM room_participants WHERE room_id = $1 AND left_at IS NULL',
      [roomId],
    )
  ).rows[0].count;

test('a room is created with its address, and found there', slow, async () => {
  const created = await host.call('POST', '/api/v1/rooms', { name: 'Weekly', maxUsers: 500 });
  expect(created.statusCode).toBe(201);
  const room = created.json();
  expect(room).toMatchObject({
    name: 'Weekly',
    hostId: host.userId,
    maxUsers: 500,
    status: 'active',
    hasPassword: false,
  });
  const found = await guest.call('GET', String(created.headers.location));
  expect(found.json()).toEqual(room);
});

test.each([
  [{}, '/name'],
  [{ name: 'x', maxUsers: 0 }, '/maxUsers'],
  [{ name: 'x', maxUsers: 1001 }, '/maxUsers'],
  [{ name: 'x'.repeat(256) }, '/name'],
  [{ name: 'x', hostId: randomUUID() }, ''],
])('a room like %j is refused at %s', slow, async (payload, pointer) => {
  const answer = await host.call('POST', '/api/v1/rooms', payload);
  expect(answer.statusCode).toBe(400);
  expect(answer.json().errors).toEqual([expect.objectContaining({ in: 'body', pointer })]);
});

test('joining gives a seat and a media token for that user and that room only', slow, async () => {
  const roomId = await createRoom(host);
  const joined = await guest.call('POST', `/api/v1/rooms/${roomId}/join`);
  expect(joined.statusCode).toBe(200);
  const { participant, livekit } = joined.json();
  expect(participant).toMatchObject({ userId: guest.userId, name: 'Gaia Tester', role: 'participant' });
  const claims = decodeJwt(livekit.token);
  expect(claims).toMatchObject({
    sub: guest.userId,
    iss: platform.config.livekit.apiKey,
    video: { room: roomId, roomJoin: true, canPublish: true, canSubscribe: true },
  });
  expect(claims.video).not.toHaveProperty('roomAdmin');
  expect((claims.exp ?? 0) - (claims.nbf ?? 0)).toBeLessThanOrEqual(300);

  const hosting = await host.call('POST', `/api/v1/rooms/${roomId}/join`, {});
  expect(hosting.json().participant.role).toBe('host');
});

test('joining again is the same seat, and leaving twice is leaving', slow, async () => {
  const roomId = await createRoom(host);
  const first = (await guest.call('POST', `/api/v1/rooms/${roomId}/join`)).json().participant;
  const second = (await guest.call('POST', `/api/v1/rooms/${roomId}/join`)).json().participant;
  expect(second).toEqual(first);
  for (const _time of [1, 2]) {
    expect((await guest.call('POST', `/api/v1/rooms/${roomId}/leave`)).statusCode).toBe(204);
    expect(await countPresent(roomId)).toBe(0);
  }
  const back = (await guest.call('POST', `/api/v1/rooms/${roomId}/join`)).json().participant;
  expect(back.id).toBe(first.id);
  const stays = await app.pool.query(
    'SELECT left_at IS NULL AS open, duration FROM meeting_history WHERE room_id = $1 ORDER BY joined_at',
    [roomId],
  );
  expect(stays.rows).toEqual([
    { open: false, duration: 0 },
    { open: true, duration: null },
  ]);
});

test('of thirty who want ten seats at once, ten get one', slow, async () => {
  const second = await platform.startWorker({ config: { worker: 'api-2' } });
  const roomId = await createRoom(host, { maxUsers: 10 });
  const crowd = await Promise.all(
    Array.from({ length: 30 }, (_, index) => seedAccount(index % 2 ? app : second)),
  );
  const answers = await Promise.all(crowd.map((one) => one.call('POST', `/api/v1/rooms/${roomId}/join`)));
  const statuses = answers.map((answer) => answer.statusCode);
  expect(statuses.filter((status) => status === 200)).toHaveLength(10);
  expect(statuses.filter((status) => status === 409)).toHaveLength(20);
  expect(answers.find((answer) => answer.statusCode === 409)?.json().type).toBe('/problems/room-full');
  expect(await countPresent(roomId)).toBe(10);

  const inside = crowd[statuses.indexOf(200)];
  const outside = crowd[statuses.indexOf(409)];
  expect((await inside?.call('POST', `/api/v1/rooms/${roomId}/join`))?.statusCode).toBe(200);
  await inside?.call('POST', `/api/v1/rooms/${roomId}/leave`);
  expect((await outside?.call('POST', `/api/v1/rooms/${roomId}/join`))?.statusCode).toBe(200);
});

test('a room password is asked of everyone but the host', slow, async () => {
  const roomId = await createRoom(host, { password: 'open sesame' });
  const join = (who: TestAccount, payload?: object) =>
    who.call('POST', `/api/v1/rooms/${roomId}/join`, payload);
  for (const payload of [undefined, {}, { password: 'wrong' }]) {
    const refused = await join(guest, payload);
    expect(refused.statusCode).toBe(403);
    expect(refused.json().type).toBe('/problems/wrong-room-password');
  }
  expect((await join(guest, { password: 'open sesame' })).statusCode).toBe(200);
  expect((await join(host)).statusCode).toBe(200);
  const seen = await guest.call('GET', `/api/v1/rooms/${roomId}`);
  expect(seen.json().hasPassword).toBe(true);
  expect(seen.body).not.toMatch(/sesame|argon2/);
});

test('pages of participants follow one another without gap or repetition', slow, async () => {
  const roomId = await createRoom(host, { maxUsers: 20 });
  const crowd = await Promise.all(Array.from({ length: 7 }, () => seedAccount(app)));
  await Promise.all(crowd.map((one) => one.call('POST', `/api/v1/rooms/${roomId}/join`)));
  const seen: string[] = [];
  const sizes: number[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await host.call(
      'GET',
      `/api/v1/rooms/${roomId}/participants?limit=3${cursor && `&cursor=${cursor}`}`,
    );
    const { items, nextCursor } = page.json<{ items: { userId: string }[]; nextCursor: string | null }>();
    sizes.push(items.length);
    seen.push(...items.map((item) => item.userId));
    cursor = nextCursor;
  }
  expect(sizes).toEqual([3, 3, 1]);
  expect(new Set(seen)).toEqual(new Set(crowd.map((one) => one.userId)));
});

test.each(['limit=0', 'limit=501', 'limit=abc', 'cursor=abc', 'page=2'])(
  'a list asked for with %s is refused',
  slow,
  async (query) => {
    const roomId = await createRoom(host);
    const answer = await host.call('GET', `/api/v1/rooms/${roomId}/participants?${query}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().errors[0].in).toBe('querystring');
  },
);

test('what a room shows and allows depends on who asks', slow, async () => {
  const roomId = await createRoom(host);
  await guest.call('POST', `/api/v1/rooms/${roomId}/join`);
  const stranger = await seedAccount(app);
  const table: [TestAccount, 'GET' | 'POST', string, number][] = [
    [stranger, 'GET', 'participants', 403],
    [guest, 'GET', 'participants', 200],
    [host, 'GET', 'participants', 200],
    [stranger, 'POST', 'end', 403],
    [guest, 'POST', 'end', 403],
  ];
  for (const [who, method, action, status] of table) {
    expect((await who.call(method, `/api/v1/rooms/${roomId}/${action}`)).statusCode).toBe(status);
  }
  for (const [method, path] of [
    ['POST', '/api/v1/rooms'],
    ['GET', `/api/v1/rooms/${roomId}`],
    ['POST', `/api/v1/rooms/${roomId}/join`],
    ['POST', `/api/v1/rooms/${roomId}/leave`],
    ['GET', `/api/v1/rooms/${roomId}/participants`],
    ['POST', `/api/v1/rooms/${roomId}/end`],
    ['POST', '/api/v1/ws-tickets'],
  ] as const) {
    expect((await app.inject({ method, url: path })).statusCode).toBe(401);
  }
});

test.each([
  ['GET', ''],
  ['POST', '/join'],
  ['GET', '/participants'],
  ['POST', '/end'],
] as const)('%s of a room that is not there%s says so', slow, async (method, action) => {
  const missing = await host.call(method, `/api/v1/rooms/${randomUUID()}${action}`);
  expect(missing.json()).toMatchObject({ status: 404, type: '/problems/room-not-found' });
  const malformed = await host.call(method, `/api/v1/rooms/17${action}`);
  expect(malformed.json()).toMatchObject({ status: 400, errors: [{ in: 'params', pointer: '/roomId' }] });
});

test(
  'an ended meeting admits nobody; the media server being away is said, and ending can be repeated',
  slow,
  async () => {
    const roomId = await createRoom(host);
    await guest.call('POST', `/api/v1/rooms/${roomId}/join`);
    for (const _time of [1, 2]) {
      const ended = await host.call('POST', `/api/v1/rooms/${roomId}/end`);
      expect(ended.json()).toMatchObject({ status: 503, type: '/problems/media-unavailable' });
    }
    expect(await countPresent(roomId)).toBe(0);
    expect((await host.call('GET', `/api/v1/rooms/${roomId}`)).json().status).toBe('ended');
    const late = await guest.call('POST', `/api/v1/rooms/${roomId}/join`);
    expect(late.json()).toMatchObject({ status: 409, type: '/problems/room-ended' });
  },
);

test('a statement that takes too long is answered as a database that is away', slow, async () => {
  const hurried = await platform.startWorker({
    config: {
      worker: 'api-hurried',
      database: { ...platform.config.database, url: `${platform.config.database.url}?statement_timeout=50` },
    },
  });
  const roomId = await createRoom(host);
  const holder = await app.pool.connect();
  try {
    await holder.query('BEGIN');
    await holder.query('SELECT FROM rooms WHERE id = $1 FOR UPDATE', [roomId]);
    const visitor = accountOn(hurried, guest.userId, guest.token);
    const answer = await visitor.call('POST', `/api/v1/rooms/${roomId}/join`);
    expect(answer.json()).toMatchObject({ status: 503, type: '/problems/unavailable' });
    expect(answer.headers['retry-after']).toBe('5');
  } finally {
    await holder.query('ROLLBACK');
    holder.release();
  }
});
