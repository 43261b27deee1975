import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountOn } from './support/accounts.ts';
import { bearer, isAccepted, login, post, register, type Tokens } from './support/people.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { eventually, startRedis } from './support/services.ts';
import { listen, openSession } from './support/socket.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;
let ended: Tokens;
let endedMeanwhile: Tokens;
let going: Tokens;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
  const person = await register(app, 'ending');
  [ended, endedMeanwhile, going] = [
    await login(app, person),
    await login(app, person),
    await login(app, person),
  ];
});
afterAll(() => platform.stop());

/** Until Redis answers this worker again, and has been told what ended. */
const isBack = () => eventually('Redis is back', async () => expect(await app.redis.ping()).toBe('PONG'));

test('the WebSocket of a session goes with it, at whichever worker it is [v5.0.0-7.4.1]', slow, async () => {
  const elsewhere = await platform.startWorker({ config: { worker: 'api-sockets' } });
  const url = await listen(elsewhere);
  const person = await register(app, 'connected');
  const [leaving, staying] = [await login(app, person), await login(app, person)];
  const open = async (tokens: Tokens) => openSession(url, accountOn(app, '', tokens.accessToken));
  const [closing, lasting] = [await open(leaving), await open(staying)];
  await post(app, 'logout', {}, bearer(leaving));
  expect(await closing.closed).toBe(4401);
  lasting.send({ type: 'join_room', roomId: randomUUID(), ref: '1' });
  expect(await lasting.next('error')).toMatchObject({ ref: '1' });
  lasting.close();
});

test(
  'a session that was ended stays so while Redis is away, and sessions end without it [v5.0.0-7.4.1]',
  slow,
  async () => {
    await post(app, 'logout', {}, bearer(ended));
    await platform.redis.stop();
    expect(await isAccepted(app, ended)).toBe(false);
    expect(await isAccepted(app, going)).toBe(true);
    expect((await post(app, 'logout', {}, bearer(endedMeanwhile))).statusCode).toBe(204);
    expect(await isAccepted(app, endedMeanwhile)).toBe(false);
  },
);

test('a Redis that comes back empty is told again what ended', slow, async () => {
  platform.redis = await startRedis(platform.redis.port);
  await isBack();
  await eventually('it knows all', async () => {
    expect(await app.redis.keys('session-ended:*')).toHaveLength(3);
  });
  expect(await isAccepted(app, ended)).toBe(false);
  expect(await isAccepted(app, endedMeanwhile)).toBe(false);
  expect(await isAccepted(app, going)).toBe(true);
});

test('another worker, started later, knows it too', slow, async () => {
  const second = await platform.startWorker({ config: { worker: 'api-2' } });
  expect(await isAccepted(second, ended)).toBe(false);
  expect(await isAccepted(second, going)).toBe(true);
});
