import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildApp } from '../../src/platform/api/app.ts';
import { accountOf } from '../../src/platform/api/plugins/access.ts';
import { seedAccount, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';

const slow = { tags: ['slow'] };

let platform: Platform;
let app: FastifyInstance;
let database: Client;
/** How often the test's own route did its work. */
let created = 0;
let gate: Promise<void> = Promise.resolve();

beforeAll(async () => {
  platform = await startPlatform();
  app = buildApp(platform.config);
  // A route whose pace the test decides: what a real one does between claim and answer is a matter of milliseconds.
  app.register(async (scope) => {
    scope.post('/things', { config: { idempotent: true } }, async (request, reply) => {
      created += 1;
      const number = created;
      await gate;
      const { status = 201 } = request.body as { status?: number };
      return reply
        .code(status)
        .header('location', `/things/${number}`)
        .send({ number, by: accountOf(request).userId });
    });
  });
  await app.ready();
  database = new Client({ connectionString: platform.config.database.url });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await app.close();
  await platform.stop();
});

const post = (account: TestAccount, key: string, payload: object) =>
  account.call('POST', '/things', payload, {
    headers: { authorization: `Bearer ${account.token}`, 'idempotency-key': key },
  });

test('the same key and body get the same answer, to the byte, and nothing is made twice', slow, async () => {
  const ada = await seedAccount(app);
  const key = randomUUID();
  const before = created;
  const first = await post(ada, key, { name: 'a' });
  const again = await post(ada, key, { name: 'a' });
  expect(created - before).toBe(1);
  expect([first.statusCode, again.statusCode]).toEqual([201, 201]);
  expect(again.body).toBe(first.body);
  expect(again.headers.location).toBe(first.headers.location);
  expect(again.headers['content-type']).toBe(first.headers['content-type']);
  expect([first, again].map((answer) => answer.headers['idempotency-replayed'])).toEqual([undefined, 'true']);
  // An answer may hold a secret that is shown this once.
  const { rows } = await database.query('SELECT body FROM idempotency_keys WHERE key = $1', [key]);
  expect(rows[0].body).toMatch(/^v1\.test\./);
});

test('another body under the same key is refused; another account has keys of its own', slow, async () => {
  const [ada, bob] = await Promise.all([seedAccount(app), seedAccount(app, 'Bob')]);
  const key = randomUUID();
  await post(ada, key, { name: 'a' });
  const other = await post(ada, key, { name: 'b' });
  expect([other.statusCode, other.json<{ type: string }>().type]).toEqual([
    409,
    '/problems/idempotency-key-reused',
  ]);
  const of = await post(bob, key, { name: 'b' });
  expect(of.json<{ by: string }>().by).toBe(bob.userId);
});

test('of two at once one does the work, the other hears that it is running', slow, async () => {
  const ada = await seedAccount(app);
  const key = randomUUID();
  const before = created;
  const open = Promise.withResolvers<void>();
  gate = open.promise;
  const both = [post(ada, key, {}), post(ada, key, {})];
  const quicker = await Promise.race(both);
  expect(quicker.json<{ type: string }>().type).toBe('/problems/request-in-progress');
  open.resolve();
  const statuses = (await Promise.all(both)).map((answer) => answer.statusCode);
  expect(statuses.toSorted()).toEqual([201, 409]);
  expect(created - before).toBe(1);
});

test('a refusal is not kept: the client may mend what was wrong and repeat', slow, async () => {
  const ada = await seedAccount(app);
  const key = randomUUID();
  expect((await post(ada, key, { status: 409 })).statusCode).toBe(409);
  expect((await post(ada, key, {})).statusCode).toBe(201);
});

test('what a killed worker left is taken over after a minute, and not before', slow, async () => {
  const ada = await seedAccount(app);
  const key = randomUUID();
  await post(ada, key, {});
  const leave = (age: string) =>
    database.query(
      'UPDATE idempotency_keys SET status = NULL, created_at = now() - $2::interval WHERE key = $1',
      [key, age],
    );
  await leave('50 s');
  expect((await post(ada, key, {})).statusCode).toBe(409);
  await leave('61 s');
  const again = await post(ada, key, {});
  expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([201, undefined]);
});

test('a key is free again after a day', slow, async () => {
  const ada = await seedAccount(app);
  const key = randomUUID();
  await post(ada, key, { name: 'a' });
  await database.query("UPDATE idempotency_keys SET created_at = now() - interval '25 h' WHERE key = $1", [
    key,
  ]);
  expect((await post(ada, key, { name: 'b' })).statusCode).toBe(201);
});
