import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  auditOf,
  bearer,
  isAccepted,
  login,
  mailedToken,
  mailsTo,
  post,
  register,
} from './support/people.ts';
import { type Platform, startPlatform } from './support/platform.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;
let strict: FastifyInstance;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
  strict = await platform.startWorker({ config: { worker: 'api-strict', emailVerification: 'required' } });
});
afterAll(() => platform.stop());

test(
  'an address is confirmed once by the token of its e-mail, which the database does not know',
  slow,
  async () => {
    const person = await register(app, 'confirming');
    const token = await mailedToken(app, person);
    const stored = await app.pool.query('SELECT digest FROM one_time_tokens');
    expect(JSON.stringify(stored.rows)).not.toContain(token);

    expect((await post(app, 'verify-email', { token })).statusCode).toBe(204);
    expect((await post(app, 'login', person)).json().user.emailVerified).toBe(true);
    const again = await post(app, 'verify-email', { token });
    expect(again.json()).toMatchObject({ status: 410, type: '/problems/invalid-token' });
    expect(await auditOf(app, person)).toContain('account.email-verified done');
  },
);

test(
  'where addresses must be confirmed nobody logs in before, and only the owner is told so',
  slow,
  async () => {
    const person = await register(strict, 'unconfirmed');
    expect((await post(strict, 'login', person)).json()).toMatchObject({
      status: 403,
      type: '/problems/email-not-verified',
    });
    const wrong = await post(strict, 'login', { ...person, password: 'wrong horse' });
    expect(wrong.json().type).toBe('/problems/wrong-credentials');

    const first = await mailedToken(strict, person);
    expect((await post(strict, 'resend-verification', { email: person.email })).statusCode).toBe(202);
    const second = await mailedToken(strict, person);
    expect((await post(strict, 'verify-email', { token: first })).statusCode).toBe(410);
    expect((await post(strict, 'verify-email', { token: second })).statusCode).toBe(204);
    expect((await post(strict, 'login', person)).statusCode).toBe(200);
    // Confirmed already: nothing more is sent.
    await post(strict, 'resend-verification', { email: person.email });
    expect(await mailsTo(strict, person)).toEqual(['verify-email', 'verify-email']);
  },
);

test(
  'a new password by e-mail: the old one and all sessions end, the token is good once [v5.0.0-6.4.3, 7.4.3]',
  slow,
  async () => {
    const person = await register(app, 'resetting');
    const session = await login(app, person);
    await post(app, 'forgot-password', { email: person.email });
    const token = await mailedToken(app, person);
    const reset = () => post(app, 'reset-password', { token, password: 'another horse battery' });
    expect((await reset()).statusCode).toBe(204);
    expect((await reset()).json()).toMatchObject({ status: 410, type: '/problems/invalid-token' });

    expect(await isAccepted(app, session)).toBe(false);
    expect((await post(app, 'refresh', { refreshToken: session.refreshToken })).statusCode).toBe(401);
    expect((await post(app, 'login', person)).statusCode).toBe(401);
    expect((await post(app, 'login', { ...person, password: 'another horse battery' })).statusCode).toBe(200);
    expect(await mailsTo(app, person)).toEqual(['verify-email', 'reset-password', 'password-changed']);
    expect(await auditOf(app, person)).toContain('account.password-changed done');
  },
);

test.each([
  ['expired', `expires_at = now() - interval '1 second'`],
  ['used at the same moment by somebody else', 'used_at = now()'],
  ['sent for another purpose', `purpose = 'verify-email'`],
])('a token that is %s sets no password', slow, async (which, change) => {
  const person = await register(app, `late-${which.length}`);
  await post(app, 'forgot-password', { email: person.email });
  const token = await mailedToken(app, person);
  await app.pool.query(
    `UPDATE one_time_tokens SET ${change} FROM users WHERE users.id = user_id AND email = $1 AND purpose = 'reset-password'`,
    [person.email],
  );
  const answer = await post(app, 'reset-password', { token, password: 'another horse battery' });
  expect(answer.json()).toMatchObject({ status: 410, type: '/problems/invalid-token' });
  expect((await post(app, 'login', person)).statusCode).toBe(200);
});

test('two who use one token at once: one sets the password', slow, async () => {
  const person = await register(app, 'racing');
  await post(app, 'forgot-password', { email: person.email });
  const token = await mailedToken(app, person);
  const answers = await Promise.all(
    ['first horse battery', 'second horse battery'].map((password) =>
      post(app, 'reset-password', { token, password }),
    ),
  );
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([204, 410]);
});

test.each(['forgot-password', 'resend-verification'])(
  '%s answers alike for known and unknown addresses, and fills no mailbox [v5.0.0-6.3.8]',
  slow,
  async (path) => {
    const person = await register(app, `asking-${path}`);
    const ask = (email: string, from: string) => post(app, path, { email }, {}, from);
    const known = await ask(person.email, '127.5.0.1');
    const unknown = await ask(`nobody-${path}@example.org`, '127.5.0.2');
    expect([known.statusCode, unknown.statusCode]).toEqual([202, 202]);
    expect([known.body, unknown.body]).toEqual(['', '']);
    expect(Object.keys(known.headers).sort()).toEqual(Object.keys(unknown.headers).sort());

    for (let time = 1; time < 5; time += 1) {
      expect((await ask(person.email, '127.5.0.3')).statusCode).toBe(202);
      expect((await ask(`nobody-${path}@example.org`, '127.5.0.3')).statusCode).toBe(202);
    }
    expect((await ask(person.email, '127.5.0.4')).statusCode).toBe(429);
    expect((await ask(`nobody-${path}@example.org`, '127.5.0.4')).statusCode).toBe(429);
  },
);

test('a changed password ends the other sessions and keeps this one [v5.0.0-7.4.3]', slow, async () => {
  const person = await register(app, 'changing');
  const [here, elsewhere] = [await login(app, person), await login(app, person)];
  const change = (currentPassword: string) =>
    app.inject({
      method: 'PUT',
      url: '/api/v1/users/password',
      headers: bearer(here),
      payload: { currentPassword, newPassword: 'another horse battery' },
    });
  expect((await change('wrong horse')).statusCode).toBe(403);
  expect((await change(person.password)).statusCode).toBe(204);

  expect(await isAccepted(app, here)).toBe(true);
  expect((await post(app, 'refresh', { refreshToken: here.refreshToken })).statusCode).toBe(200);
  expect(await isAccepted(app, elsewhere)).toBe(false);
  expect((await post(app, 'refresh', { refreshToken: elsewhere.refreshToken })).statusCode).toBe(401);
  expect(await mailsTo(app, person)).toContain('password-changed');
});
