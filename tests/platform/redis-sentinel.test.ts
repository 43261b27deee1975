import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Platform, startPlatform } from './support/platform.ts';
import { type RedisWithSentinel, startRedisWithSentinel } from './support/redis-with-sentinel.ts';
import { eventually } from './support/services.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let redis: RedisWithSentinel;

beforeAll(async () => {
  [platform, redis] = await Promise.all([startPlatform(), startRedisWithSentinel('pass')]);
});
afterAll(() => Promise.all([platform.stop(), redis.stop()]));

test('a worker finds the primary through Sentinel, and the next one when it dies', slow, async () => {
  const { sentinelPort: port, password } = redis;
  const worker = await platform.startWorker({
    config: {
      worker: 'api-sentinel',
      // The address gives the password; where the primary is, Sentinel says.
      redisUrl: `redis://:${password}@redis.invalid:6379/0`,
      redisSentinels: { addresses: [{ host: '127.0.0.1', port }], master: 'gomeet', password },
    },
  });
  await eventually('the replica has what was said', async () => {
    expect(await worker.redis.set('acknowledged', 'before')).toBe('OK');
    expect(await worker.redis.wait(1, 100)).toBe(1);
  });

  await redis.killPrimary();

  await eventually(
    'the replica is the primary',
    async () => {
      expect(await worker.redis.set('acknowledged', 'after')).toBe('OK');
      expect(await worker.redis.config('GET', 'port')).toEqual(['port', String(redis.replicaPort)]);
    },
    30_000,
  );
});

test('a worker starts while no Sentinel answers', slow, async () => {
  const lonely = await platform.startWorker({
    config: {
      worker: 'api-no-sentinel',
      redisSentinels: { addresses: [{ host: '127.0.0.1', port: 1 }], master: 'gomeet', password: undefined },
    },
  });
  expect((await lonely.inject('/healthz')).statusCode).toBe(200);
  expect((await lonely.inject('/readyz')).statusCode).toBe(503);
});
