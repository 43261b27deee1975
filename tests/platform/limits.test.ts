import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRoom, seedAccount, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';

// The production values themselves are tested: nothing is injected here but source addresses.
const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
});
afterAll(() => platform.stop());

const login = (email: string, remoteAddress: string, password = 'wrong horse') =>
  app.inject({ method: 'POST', url: '/api/v1/auth/login', payload: { email, password }, remoteAddress });

test('answers carry what is left of each limit', slow, async () => {
  const account = await seedAccount(app);
  const roomId = await createRoom(account);
  const joined = await account.call('POST', `/api/v1/rooms/${roomId}/join`);
  expect(joined.headers['ratelimit-policy']).toBe('"overall";q=1000;w=60, "join";q=200;w=60');
  expect(joined.headers.ratelimit).toMatch(/^"overall";r=998;t=\d+, "join";r=199;t=\d+$/);
});

test(
  'the sixth failed login of an account from an address is refused, right password or not',
  slow,
  async () => {
    await app.inject({
      method: 'POST',
      url: '/api/v1/auth/register',
      payload: { email: 'target@example.org', password: 'correct horse', firstName: 'A', lastName: 'B' },
    });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await login('target@example.org', '127.3.0.1')).statusCode).toBe(401);
    }
    const refused = await login('target@example.org', '127.3.0.1', 'correct horse');
    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toMatchObject({
      type: '/problems/rate-limited',
      detail: expect.stringContaining('login-failures'),
    });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(290);
    // Its owner elsewhere, and others here, are not locked out.
    expect((await login('target@example.org', '127.3.0.2', 'correct horse')).statusCode).toBe(200);
    expect((await login('other@example.org', '127.3.0.1')).statusCode).toBe(401);
  },
);

test('guesses sent at once get no more attempts than guesses in a row', slow, async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => login('parallel@example.org', '127.3.1.1')),
  );
  expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(5);
  expect(answers.filter((answer) => answer.statusCode === 429)).toHaveLength(15);
});

test('successful logins are not counted as failures', slow, async () => {
  await app.inject({
    method: 'POST',
    url: '/api/v1/auth/register',
    payload: { email: 'often@example.org', password: 'correct horse', firstName: 'A', lastName: 'B' },
  });
  for (let attempt = 0; attempt < 7; attempt += 1) {
    expect((await login('often@example.org', '127.3.2.1', 'correct horse')).statusCode).toBe(200);
  }
});

test(
  'the password of a room cannot be guessed: the sixth wrong one of an account is refused',
  slow,
  async () => {
    const [host, guest, other] = [await seedAccount(app), await seedAccount(app), await seedAccount(app)];
    const roomId = await createRoom(host, { password: 'correct horse' });
    const join = (account: TestAccount, password: string) =>
      account.call('POST', `/api/v1/rooms/${roomId}/join`, { password });
    for (let time = 0; time < 7; time += 1) {
      expect((await join(other, 'correct horse')).statusCode).toBe(200);
    }
    const guesses = await Promise.all(Array.from({ length: 20 }, () => join(guest, 'wrong horse')));
    expect(guesses.filter((answer) => answer.statusCode === 403)).toHaveLength(5);
    const refused = await join(guest, 'correct horse');
    expect(refused.statusCode).toBe(429);
    expect(refused.json().detail).toContain('room-password-failures');
    expect((await join(other, 'correct horse')).statusCode).toBe(200);
  },
);

test.each([
  ['login', 60, '127.3.3.1', () => ({ url: '/api/v1/auth/login', payload: {} })],
  ['register', 20, '127.3.3.2', () => ({ url: '/api/v1/auth/register', payload: {} })],
] as const)(
  '%s is limited to %i per address, malformed calls included',
  slow,
  async (limit, quota, address, request) => {
    const call = (remoteAddress: string) => app.inject({ method: 'POST', ...request(), remoteAddress });
    for (let used = 0; used < quota; used += 1) expect((await call(address)).statusCode).toBe(400);
    const refused = await call(address);
    expect(refused.statusCode).toBe(429);
    expect(refused.headers.ratelimit).toContain(`"${limit}";r=0;`);
    expect((await call('127.3.3.99')).statusCode).toBe(400);
  },
);

test.each([
  ['join', 200],
  ['ws-tickets', 60],
] as const)('%s is limited to %i a minute per account, over all workers', slow, async (limit, quota) => {
  const second = await platform.startWorker({ config: { worker: `api-${limit}` } });
  const account = await seedAccount(app);
  const roomId = await createRoom(account);
  const url = limit === 'join' ? `/api/v1/rooms/${roomId}/join` : '/api/v1/ws-tickets';
  const call = (worker: FastifyInstance) =>
    worker.inject({ method: 'POST', url, headers: { authorization: `Bearer ${account.token}` } });
  for (let used = 0; used < quota; used += 1) {
    expect((await call(used % 2 ? app : second)).statusCode).toBeLessThan(300);
  }
  expect((await call(app)).statusCode).toBe(429);
  expect((await call(second)).statusCode).toBe(429);
  const metrics = await second.metrics.registry.getSingleMetricAsString('gomeet_rate_limited_total');
  expect(metrics).toContain(`limit="${limit}"`);
});

test('an address has a thousand requests a minute; an account is counted on its own', slow, async () => {
  const anonymous = () => app.inject({ url: '/problems/internal', remoteAddress: '127.3.4.1' });
  for (let used = 0; used < 1000; used += 1) await anonymous();
  const refused = await anonymous();
  expect(refused.statusCode).toBe(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  // Wrong tokens count as anonymous, so they cannot be tried beyond it.
  const guessing = await app.inject({
    method: 'POST',
    url: '/api/v1/ws-tickets',
    remoteAddress: '127.3.4.1',
    headers: { authorization: 'Bearer guess' },
  });
  expect(guessing.statusCode).toBe(429);
  const account = await seedAccount(app);
  const own = await account.call('POST', '/api/v1/ws-tickets', undefined, { remoteAddress: '127.3.4.1' });
  expect(own.statusCode).toBe(201);
  expect((await app.inject({ url: '/healthz', remoteAddress: '127.3.4.1' })).statusCode).toBe(200);
});

test('behind a gateway that the operator trusts, the address is the one that it names', slow, async () => {
  const worker = await platform.startWorker({
    config: { web: { ...platform.config.web, trustedProxies: ['127.9.0.0/16'] } },
  });
  const remaining = async (remoteAddress: string, forwardedFor: string): Promise<string> => {
    const headers = { 'x-forwarded-for': forwardedFor };
    const answer = await worker.inject({ url: '/api/v1/users/me', remoteAddress, headers });
    return String(answer.headers.ratelimit).split(';')[1] ?? '';
  };
  expect(await remaining('127.9.0.1', '203.0.113.7')).toBe('r=999');
  expect(await remaining('127.9.0.1', '203.0.113.7')).toBe('r=998');
  expect(await remaining('127.9.0.1', '203.0.113.8')).toBe('r=999');
  // What the caller wrote into the header itself stands before what the gateway added, and is not believed.
  expect(await remaining('127.9.0.1', '203.0.113.99, 203.0.113.7')).toBe('r=997');
  // Whoever comes past the gateway names nobody.
  expect(await remaining('127.8.0.1', '203.0.113.50')).toBe('r=999');
  expect(await remaining('127.8.0.1', '203.0.113.51')).toBe('r=998');
});
