import { expect, test } from 'vitest';
import { ConfigError, parseConfig } from './config.ts';

const complete = {
  GOMEET_API_PORT: '8080',
  GOMEET_API_ADMIN_PORT: '8081',
  DATABASE_URL: 'postgres://gomeet:pass@127.0.0.1:5432/gomeet',
  REDIS_URL: 'redis://:pass@127.0.0.1:6379/0',
  LIVEKIT_URL: 'ws://127.0.0.1:7880',
  LIVEKIT_API_URL: 'http://127.0.0.1:7880',
  LIVEKIT_API_KEY: 'key',
  LIVEKIT_API_SECRET: '4f1d9c7be02a86358d3c6f90b1e75a24',
  ACCESS_TOKEN_PRIVATE_KEY: 'YWJj',
  DATA_ENCRYPTION_KEYS: 'k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
};

test('what is not set has its default', () => {
  expect(parseConfig(complete)).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    reusePort: false,
    worker: 'api-1',
    database: { poolSize: 10 },
    logLevel: 'info',
  });
});

test('Sentinels are host:port with commas, and there are none by default', () => {
  expect(parseConfig(complete).redisSentinels).toBeUndefined();
  const given = { REDIS_SENTINELS: 'redis-0:26379, redis-1:26379', REDIS_SENTINEL_PASSWORD: 'pass' };
  expect(parseConfig({ ...complete, ...given }).redisSentinels).toEqual({
    addresses: [
      { host: 'redis-0', port: 26_379 },
      { host: 'redis-1', port: 26_379 },
    ],
    master: 'gomeet',
    password: 'pass',
  });
});

test('GOMEET_API_REUSE_PORT=1 shares the port', () => {
  expect(parseConfig({ ...complete, GOMEET_API_REUSE_PORT: '1' }).reusePort).toBe(true);
});

test('all that is missing is named at once', () => {
  expect(() => parseConfig({})).toThrow(ConfigError);
  expect(() => parseConfig({})).toThrow(/GOMEET_API_PORT: is not set.*ACCESS_TOKEN_PRIVATE_KEY: is not set/s);
});

test.each([
  ['GOMEET_API_PORT', '70000'],
  ['GOMEET_API_PORT', 'http'],
  ['REDIS_SENTINELS', 'redis-sentinel'],
  ['REDIS_SENTINELS', 'redis-sentinel:99999'],
  ['GOMEET_API_REUSE_PORT', 'yes'],
  ['GOMEET_API_WORKER', 'API 1'],
  ['DATABASE_URL', 'mysql://127.0.0.1/secret-name'],
  ['DATABASE_POOL_SIZE', '0'],
  ['REDIS_URL', 'http://127.0.0.1'],
  ['LIVEKIT_URL', 'http://127.0.0.1'],
  ['LIVEKIT_API_URL', 'ws://127.0.0.1'],
  ['LIVEKIT_API_SECRET', 'secret-name'],
  ['ACCESS_TOKEN_PRIVATE_KEY', '-----BEGIN'],
  ['GOMEET_LOG_LEVEL', 'loud'],
])('%s=%s is refused by name', (variable, value) => {
  const parse = () => parseConfig({ ...complete, [variable]: value });
  expect(parse).toThrow(`  ${variable}: `);
  expect(parse).not.toThrow('secret-name');
});

test.each([
  ['LIVEKIT_API_SECRET', 's'.repeat(40)],
  ['LIVEKIT_API_SECRET', 'please-change-me-please-change-me-1234'],
  ['DATA_ENCRYPTION_KEYS', `k1:${Buffer.alloc(32).toString('base64')}`],
  ['DATA_ENCRYPTION_KEYS', 'k1:short'],
])('%s refuses a weak or default value', (name, value) => {
  expect(() => parseConfig({ ...complete, [name]: value })).toThrow(new RegExp(`${name}: `));
  expect(() => parseConfig({ ...complete, [name]: value })).not.toThrow(new RegExp(value));
});

test('a secret may come from a file, and never from two places', () => {
  const { REDIS_URL, ...others } = complete;
  const readSecret = (path: string) => (path === '/run/redis' ? `${REDIS_URL}\n` : '');
  expect(parseConfig({ ...others, REDIS_URL_FILE: '/run/redis' }, readSecret).redisUrl).toBe(REDIS_URL);
  expect(() => parseConfig({ ...complete, REDIS_URL_FILE: '/run/redis' }, readSecret)).toThrow(/both set/);
});

test('a process may serve one role', () => {
  expect(parseConfig(complete).roles).toEqual(['auth', 'meeting', 'signaling', 'chat']);
  expect(parseConfig({ ...complete, GOMEET_API_ROLE: 'signaling' }).roles).toEqual(['signaling']);
});
