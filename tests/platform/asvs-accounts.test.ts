import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  bearer,
  isAccepted,
  login,
  mailedToken,
  mailsTo,
  type Person,
  post,
  register,
} from './support/people.ts';
import { type Platform, startPlatform } from './support/platform.ts';

/** What chapters V6 to V8 of OWASP ASVS 5.0 ask of accounts and sessions, as far as no other file shows it. */
const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
});
afterAll(() => platform.stop());

const names = { firstName: 'Ada', lastName: 'Tester' };
const open = async (person: Person) => (await post(app, 'register', { ...person, ...names })).statusCode;

test.each([
  ['[v5.0.0-6.2.1] one of 7 characters is too short', 'gk3mfw9', 400],
  ['[v5.0.0-6.2.1] one of 8 will do', 'gk3mfw9z', 201],
  ['[v5.0.0-6.2.5] small letters alone', 'qwmxzrtkplvb', 201],
  ['[v5.0.0-6.2.5] blanks, marks and letters of any script', ' ключ 鍵 🔑 "\\\' ', 201],
  ['[v5.0.0-6.2.9] one of 128 characters', `${'long-and-winding'.repeat(8)}`, 201],
])('passwords: %s', slow, async (_rule, password, status) => {
  const person = { email: `password-${status}-${password.length}@example.org`, password };
  expect(await open(person)).toBe(status);
  if (status === 201) await login(app, person);
});

test('[v5.0.0-6.2.8] a password is compared as it was typed, to its last character', slow, async () => {
  const password = `${'Long-and-winding'.repeat(7)} End`;
  const email = 'exact@example.org';
  expect(await open({ email, password })).toBe(201);
  for (const wrong of [password.toLowerCase(), password.slice(0, -1), password.slice(0, 72), ` ${password}`])
    expect((await post(app, 'login', { email, password: wrong })).statusCode).toBe(401);
  await login(app, { email, password });
});

test(
  '[v5.0.0-6.2.2, 6.2.3, 6.3.6] a password is changed by whoever knows it, and its owner is told',
  slow,
  async () => {
    const person = await register(app, 'changing');
    const headers = bearer(await login(app, person));
    const change = (payload: object) =>
      app.inject({ method: 'PUT', url: '/api/v1/users/password', headers, payload });
    const newPassword = 'another horse battery';
    expect((await change({ newPassword })).statusCode).toBe(400);
    expect((await change({ currentPassword: 'not this one', newPassword })).statusCode).toBe(403);
    expect((await change({ currentPassword: person.password, newPassword })).statusCode).toBe(204);
    expect(await mailsTo(app, person)).toContain('password-changed');
    expect((await post(app, 'login', person)).statusCode).toBe(401);
    await login(app, { ...person, password: newPassword });
  },
);

test(
  '[v5.0.0-6.4.1] the code that activates an account is random, good once and for a while',
  slow,
  async () => {
    const [person, late] = [await register(app, 'activating'), await register(app, 'too-late')];
    const [token, lateToken] = [await mailedToken(app, person), await mailedToken(app, late)];
    // 32 random bytes, and another code for everybody.
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(lateToken).not.toBe(token);
    await app.pool.query(
      `UPDATE one_time_tokens SET expires_at = now() WHERE user_id = (SELECT id FROM users WHERE email = $1)`,
      [late.email],
    );
    expect((await post(app, 'verify-email', { token: lateToken })).statusCode).toBe(410);
    expect((await post(app, 'verify-email', { token })).statusCode).toBe(204);
    expect((await post(app, 'verify-email', { token })).statusCode).toBe(410);
  },
);

test(
  '[v5.0.0-7.2.3, 7.2.4] each login opens a session with a token of its own, whatever token comes along',
  slow,
  async () => {
    const person = await register(app, 'fresh');
    const before = await login(app, person);
    const answer = await post(app, 'login', { ...person, refreshTokenIn: 'body' }, bearer(before));
    const after = answer.json();
    expect(
      new Set([before.refreshToken, after.refreshToken, before.accessToken, after.accessToken]).size,
    ).toBe(4);
    const sessionOf = (token: string) =>
      JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sid;
    expect(sessionOf(after.accessToken)).not.toBe(sessionOf(before.accessToken));
    // 16 bytes of the session's id, 32 of chance, 16 of HMAC.
    const secret = (token: string) => Buffer.from(token, 'base64url').subarray(16, 48);
    expect(secret(after.refreshToken)).toHaveLength(32);
    expect(secret(after.refreshToken).equals(secret(before.refreshToken))).toBe(false);
  },
);

test('[v5.0.0-7.5.3] an account is forgotten only by whoever knows its password', slow, async () => {
  const person = await register(app, 'leaving');
  const tokens = await login(app, person);
  const forget = (payload: object) =>
    app.inject({ method: 'DELETE', url: '/api/v1/users/profile', headers: bearer(tokens), payload });
  expect((await forget({})).statusCode).toBe(400);
  expect((await forget({ password: 'not this one' })).statusCode).toBe(403);
  expect(await isAccepted(app, tokens)).toBe(true);
  expect((await forget({ password: person.password })).statusCode).toBe(204);
  expect(await isAccepted(app, tokens)).toBe(false);
});

test('[v5.0.0-8.2.3] nobody writes what of an account is not theirs to write', slow, async () => {
  const person = { email: 'assigned@example.org', password: 'correct horse battery' };
  for (const extra of [
    { role: 'admin' },
    { emailVerified: true },
    { status: 'active' },
    { id: person.email },
  ])
    expect((await post(app, 'register', { ...person, ...names, ...extra })).statusCode).toBe(400);
  await post(app, 'register', { ...person, ...names });
  const headers = bearer(await login(app, person));
  for (const extra of [{ role: 'admin' }, { email: 'other@example.org' }, { emailVerified: true }]) {
    const payload = { ...names, ...extra };
    const answer = await app.inject({ method: 'PUT', url: '/api/v1/users/profile', headers, payload });
    expect(answer.statusCode).toBe(400);
  }
});
