import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auditOf, login, mailedToken, mailsTo, type Person, post, register } from './support/people.ts';
import { type Platform, startPlatform } from './support/platform.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;
let addresses = 0;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
});
afterAll(() => platform.stop());

/** From another address each time, as a guesser with many does: those of one are limited before. */
function guess({ email }: Person, password = 'wrong horse'): Promise<LightMyRequestResponse> {
  addresses += 1;
  return post(app, 'login', { email, password }, {}, `127.4.${addresses >> 8}.${addresses & 255}`);
}

/** What an answer tells, without what is new in every one. */
const told = (answer: LightMyRequestResponse) => ({
  body: { ...answer.json(), requestId: '' },
  status: answer.statusCode,
  headers: Object.keys(answer.headers).sort(),
});

const fail = async (person: Person, times: number) => {
  for (let time = 0; time < times; time += 1) expect((await guess(person)).statusCode).toBe(401);
};

test(
  'ten wrong passwords lock an account for a quarter of an hour, and its owner is told [v5.0.0-6.3.1]',
  slow,
  async () => {
    const person = await register(app, 'locked');
    await fail(person, 10);
    const locked = await guess(person, person.password);
    expect(locked.statusCode).toBe(401);
    const unknown = await guess({ email: 'no-account@example.org', password: '' });
    expect(told(locked)).toEqual(told(unknown));
    expect(told(locked)).toEqual(told(await guess(person)));
    expect(await mailsTo(app, person)).toEqual(['verify-email', 'account-locked']);
    expect((await auditOf(app, person)).filter((entry) => entry.startsWith('account.locked'))).toHaveLength(
      1,
    );

    const { rows } = await app.pool.query(
      `SELECT extract(epoch FROM locked_until - now())::int AS seconds FROM users WHERE email = $1`,
      [person.email],
    );
    expect(rows[0].seconds).toBeGreaterThan(890);
    expect(rows[0].seconds).toBeLessThanOrEqual(900);
  },
);

test(
  'the lock ends by itself although somebody goes on guessing, and counting begins anew',
  slow,
  async () => {
    const person = await register(app, 'waiting');
    await fail(person, 13);
    await app.pool.query(`UPDATE users SET locked_until = now() - interval '1 second' WHERE email = $1`, [
      person.email,
    ]);
    await fail(person, 9);
    expect((await guess(person, person.password)).statusCode).toBe(200);
  },
);

test('a right password sets the count back', slow, async () => {
  const person = await register(app, 'forgetful');
  await fail(person, 9);
  expect((await guess(person, person.password)).statusCode).toBe(200);
  await fail(person, 9);
  expect((await guess(person, person.password)).statusCode).toBe(200);
});

test('twenty guesses at once lock as surely as one after the other', slow, async () => {
  const person = await register(app, 'rushed');
  await Promise.all(Array.from({ length: 20 }, () => guess(person)));
  expect((await guess(person, person.password)).statusCode).toBe(401);
  expect((await mailsTo(app, person)).filter((template) => template === 'account-locked')).toHaveLength(1);
});

test('a new password by e-mail unlocks the account', slow, async () => {
  const person = await register(app, 'unlocking');
  await fail(person, 10);
  await post(app, 'forgot-password', { email: person.email });
  const renewed = { ...person, password: 'another horse battery' };
  const token = await mailedToken(app, person);
  expect((await post(app, 'reset-password', { token, password: renewed.password })).statusCode).toBe(204);
  expect((await login(app, renewed)).accessToken).toBeTruthy();
});
