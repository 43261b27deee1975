import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bearer, type Person, post, register } from './support/people.ts';
import { type Platform, startPlatform } from './support/platform.ts';

const slow = { tags: ['slow'] };
const own = 'https://meet.example.org';
const partner = 'https://portal.example.org';
const foreign = 'https://evil.example.com';
let platform: Platform;
let app: FastifyInstance;
let person: Person;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker({
    config: { web: { publicUrl: own, allowedOrigins: [partner], trustedProxies: [], root: undefined } },
  });
  person = await register(app, 'browsing');
});
afterAll(() => platform.stop());

const setCookie = (answer: LightMyRequestResponse) => String(answer.headers['set-cookie'] ?? '');
/** What a browser sends back of a cookie. */
const cookieOf = (answer: LightMyRequestResponse) => setCookie(answer).split(';', 1)[0] ?? '';
const logIn = () => post(app, 'login', person, { origin: own });
const refresh = (cookie: string, headers: Record<string, string>) =>
  post(app, 'refresh', {}, { cookie, ...headers });

test(
  'the refresh token is in a cookie that script and other sites cannot use [v5.0.0-3.3.1, 3.3.2, 3.3.4]',
  slow,
  async () => {
    const answer = await logIn();
    const [token, ...flags] = setCookie(answer).split('; ');
    expect(token).toMatch(/^__Secure-gomeet_refresh=[\w-]{86}$/);
    expect(flags).toEqual(
      expect.arrayContaining(['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/api/v1/auth']),
    );
    expect(answer.json()).not.toHaveProperty('refreshToken');
  },
);

test(
  'over plain http, as on the local machine, the cookie is not Secure, or it would not come back',
  slow,
  async () => {
    const local = await platform.startWorker({ config: { worker: 'api-local' } });
    const cookie = setCookie(await post(local, 'login', person));
    expect(cookie).toMatch(/^gomeet_refresh=/);
    expect(cookie).not.toContain('Secure');
  },
);

test('the cookie renews the session for pages of the platform only [v5.0.0-3.5.1]', slow, async () => {
  const cookie = cookieOf(await logIn());
  for (const headers of [{ origin: foreign }, { origin: 'null' }, {}] as Record<string, string>[]) {
    const refused = await refresh(cookie, headers);
    expect(refused.json()).toMatchObject({ status: 403, type: '/problems/origin-not-allowed' });
    expect(setCookie(refused)).toBe('');
  }
  const renewed = await refresh(cookie, { origin: own });
  expect(renewed.statusCode).toBe(200);
  expect(cookieOf(renewed)).not.toBe(cookie);
  expect((await refresh(cookieOf(renewed), { origin: partner })).statusCode).toBe(200);
});

test('a page of another site logs nobody in', slow, async () => {
  const refused = await post(app, 'login', person, { origin: foreign });
  expect(refused.json()).toMatchObject({ status: 403, type: '/problems/origin-not-allowed' });
  expect(setCookie(refused)).toBe('');
});

test('the cookie goes with the session', slow, async () => {
  const answer = await logIn();
  const cookie = cookieOf(answer);
  const out = await post(app, 'logout', {}, { ...bearer(answer.json()), cookie, origin: own });
  expect(setCookie(out)).toMatch(/^__Secure-gomeet_refresh=;.*Expires=Thu, 01 Jan 1970/);
  const refused = await refresh(cookie, { origin: own });
  expect(refused.json()).toMatchObject({ type: '/problems/session-ended' });
  expect(setCookie(refused)).toMatch(/^__Secure-gomeet_refresh=;/);
});

test('a browser without a cookie is told that there is no session', slow, async () => {
  const answer = await post(app, 'refresh', {}, { origin: own });
  expect(answer.json()).toMatchObject({ status: 401, type: '/problems/session-ended' });
});

const preflight = (origin: string) =>
  app.inject({
    method: 'OPTIONS',
    url: '/api/v1/rooms',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,idempotency-key',
    },
  });

test.each([own, partner])('pages of %s may call the API [v5.0.0-3.4.2]', slow, async (origin) => {
  const allowed = await preflight(origin);
  expect(allowed.statusCode).toBe(204);
  expect(allowed.headers).toMatchObject({
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'GET, HEAD, POST, PUT, DELETE',
  });
  const answer = await app.inject({ url: '/api/v1/users/profile', headers: { origin } });
  expect(answer.headers['access-control-allow-origin']).toBe(origin);
  expect(answer.headers['access-control-expose-headers']).toContain('retry-after');
});

test('pages of other origins get no word that would let them read [v5.0.0-3.4.2]', slow, async () => {
  for (const origin of [foreign, 'null', `${own}.evil.example.com`, own.replace('https', 'http')]) {
    for (const answer of [
      await preflight(origin),
      await app.inject({ url: '/api/v1/users/profile', headers: { origin } }),
    ]) {
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(answer.headers.vary).toContain('Origin');
    }
  }
});

test(
  'every answer says what a browser may do with it [v5.0.0-3.4.1, 3.4.3, 3.4.4, 3.4.5, 3.4.6, 14.3.2]',
  slow,
  async () => {
    for (const url of ['/api/v1/users/profile', '/api/v1/nowhere']) {
      expect((await app.inject(url)).headers).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy':
          "default-src 'none';object-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'x-content-type-options': 'nosniff',
      });
    }
  },
);
