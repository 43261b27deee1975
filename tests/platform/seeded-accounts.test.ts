/** Accounts of a load test are seeded by SQL, so their hashes must cost the API what its own cost. */
import type { FastifyInstance } from 'fastify';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPostgres } from '../../src/adapters/postgres.ts';
import { type Platform, startPlatform } from './support/platform.ts';

const slow = { tags: ['slow'] };
const seeded = {
  emailPattern: 'load-%05d@load.gomeet.test',
  first: 1,
  count: 3,
  password: 'seeded for a load test',
};
let platform: Platform;
let app: FastifyInstance;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
});
afterAll(() => platform.stop());

const seed = async (accounts: typeof seeded): Promise<number> => {
  const postgres = await connectPostgres(platform.config.database.url);
  return postgres.seedAccounts(accounts).finally(() => postgres.close());
};
const login = (email: string, password: string) =>
  app.inject({ method: 'POST', url: '/api/v1/auth/login', payload: { email, password } });

/** `$argon2id$v=19$m=…,t=…,p=…` of an account: algorithm and cost, without salt and hash. */
async function costOf(email: string): Promise<string | undefined> {
  const client = new Client({ connectionString: platform.config.database.url });
  await client.connect();
  const { rows } = await client.query<{ password: string }>('SELECT password FROM users WHERE email = $1', [
    email,
  ]);
  await client.end();
  return rows[0]?.password.split('$').slice(0, 4).join('$');
}

test('a seeded account signs in, and its hash costs what a registered one costs', slow, async () => {
  expect(await seed(seeded)).toBe(3);
  expect((await login('load-00002@load.gomeet.test', seeded.password)).statusCode).toBe(200);

  const payload = {
    email: 'ada@example.org',
    password: 'correct horse',
    firstName: 'Ada',
    lastName: 'Lovelace',
  };
  await app.inject({ method: 'POST', url: '/api/v1/auth/register', payload });
  expect(await costOf('load-00002@load.gomeet.test')).toBe(await costOf('ada@example.org'));
});

test('seeding again takes known accounts over with the new password', slow, async () => {
  await seed(seeded);
  expect(await seed({ ...seeded, count: 4, password: 'the next run brings another' })).toBe(1);
  expect((await login('load-00001@load.gomeet.test', 'the next run brings another')).statusCode).toBe(200);
  expect((await login('load-00001@load.gomeet.test', seeded.password)).statusCode).toBe(401);
});
