import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bearer, isAccepted, login, post, register, type Tokens } from './support/people.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { eventually, startRedis } from './support/services.ts';

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
  await eventually('it knows both', async () => {
    expect(await app.redis.keys('session-ended:*')).toHaveLength(2);
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
