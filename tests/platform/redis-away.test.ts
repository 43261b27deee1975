import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountOn, createRoom, holdMeeting, seedAccount, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { eventually, startRedis } from './support/services.ts';
import { enterRoom, listen } from './support/socket.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;
let account: TestAccount;
let roomId: string;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
  account = await seedAccount(app);
  roomId = await createRoom(account);
});
afterAll(() => platform.stop());

const login = () =>
  app.inject({
    method: 'POST',
    url: '/api/v1/auth/login',
    payload: { email: 'nobody@example.org', password: 'wrong horse' },
  });

test(
  'without Redis nobody can guess passwords, meetings go on, and all is well when it is back',
  slow,
  async () => {
    expect((await login()).statusCode).toBe(401);
    await platform.redis.stop();

    for (const url of ['/api/v1/auth/login', '/api/v1/auth/register', '/api/v1/ws-tickets']) {
      const refused = await account.call('POST', url, {
        email: 'nobody@example.org',
        password: 'wrong horse',
      });
      expect(refused.json()).toMatchObject({ status: 503, type: '/problems/unavailable' });
      expect(refused.headers['retry-after']).toBe('5');
      expect(refused.body).not.toMatch(/redis/i);
    }
    expect((await account.call('GET', `/api/v1/rooms/${roomId}`)).statusCode).toBe(200);
    expect((await account.call('POST', `/api/v1/rooms/${roomId}/join`)).statusCode).toBe(200);
    expect((await app.inject('/healthz')).statusCode).toBe(200);
    const readiness = await app.inject('/readyz');
    expect(readiness.statusCode).toBe(503);
    expect(readiness.json().dependencies).toMatchObject({
      postgres: { state: 'ok' },
      redis: { state: 'failed' },
    });

    platform.redis = await startRedis(platform.redis.port);
    await eventually('logins are answered again', async () => expect((await login()).statusCode).toBe(401));
  },
);

test(
  '[v5.0.0-16.5.3] whoever is removed at another worker while Redis is away is out when it is back, and so is a room that ended',
  slow,
  async () => {
    const there = await platform.startWorker({ config: { worker: 'api-there' } });
    const { roomId: removedFrom, people } = await holdMeeting(app, 2);
    const { roomId: ended, people: others } = await holdMeeting(app, 2);
    const url = await listen(there);
    const [host, eve] = people as [TestAccount, TestAccount];
    const [owner, guest] = others as [TestAccount, TestAccount];
    const onThere = ({ userId, token }: TestAccount) => accountOn(there, userId, token);
    const socket = await enterRoom(url, onThere(eve), removedFrom);
    const waiting = await enterRoom(url, onThere(guest), ended);
    await platform.redis.stop();
    // Nothing is at the media server's address in this test; all but the media is done.
    await host.call('DELETE', `/api/v1/rooms/${removedFrom}/participants/${eve.userId}?ban=true`);
    await owner.call('POST', `/api/v1/rooms/${ended}/end`);
    expect(there.hub.room(removedFrom)?.members.has(eve.userId)).toBe(true);
    platform.redis = await startRedis(platform.redis.port);
    expect(await socket.next('removed')).toEqual({ type: 'removed', roomId: removedFrom, banned: true });
    expect((await waiting.next('room_ended')).roomId).toBe(ended);
    expect(there.hub.roomIds).toEqual([]);
    for (const one of [socket, waiting]) one.close();
  },
);

test('a worker starts without Redis and says that it is not ready', slow, async () => {
  const lonely = await platform.startWorker({
    config: { worker: 'api-lonely', redisUrl: 'redis://127.0.0.1:1' },
  });
  const readiness = await lonely.inject('/readyz');
  expect(readiness.json()).toMatchObject({ state: 'failed', worker: 'api-lonely' });
});
