import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRoom, seedAccount, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { eventually } from './support/services.ts';

const slow = { tags: ['slow'] };
const log: { level: number }[] = [];
let platform: Platform;
let app: FastifyInstance;
let host: TestAccount;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker({
    config: { logLevel: 'info' },
    logStream: { write: (line: string) => void log.push(JSON.parse(line)) },
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  host = await seedAccount(app);
});
afterAll(() => platform.stop());

// PostgreSQL's text cannot hold U+0000, which JSON can.
test.each([
  ['/api/v1/rooms', { name: 'a\u0000b' }, '/name'],
  ['/api/v1/rooms', { name: 'a', description: '\u0000' }, '/description'],
  [
    '/api/v1/auth/register',
    { email: 'nul@example.org', password: 'correct horse', firstName: 'A\u0000', lastName: 'B' },
    '/firstName',
  ],
  // Half of a character that takes two: stored, it would be another one.
  ['/api/v1/rooms', { name: '\ud83d' }, '/name'],
])('what is no text of PostgreSQL in %s is refused, not stored: %j', slow, async (url, payload, pointer) => {
  const answer = await host.call('POST', url, payload);
  expect(answer.statusCode).toBe(400);
  expect(answer.json().errors).toEqual([expect.objectContaining({ in: 'body', pointer })]);
});

test.each([
  { atUs: '2026-02-31 00:00:00+00', id: randomUUID() },
  { atUs: -1, id: randomUUID() },
  { atUs: 1.5, id: randomUUID() },
  { atUs: 2 ** 53, id: randomUUID() },
  { atUs: 1, id: 'x' },
])('a cursor that no page gave is refused: %j', slow, async (position) => {
  const cursor = Buffer.from(JSON.stringify(position)).toString('base64url');
  const answer = await host.call(
    'GET',
    `/api/v1/rooms/${await createRoom(host)}/participants?cursor=${cursor}`,
  );
  expect(answer.statusCode).toBe(400);
});

test('an address that cannot be decoded is a problem document like any other', slow, async () => {
  const answer = await app.inject('/api/v1/rooms/%E0%A4%A');
  expect(answer.statusCode).toBe(400);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer.json()).toMatchObject({ type: '/problems/invalid-request', status: 400 });
});

test(
  "an upload that its sender gives up is the sender's fault, not a failure of a service",
  slow,
  async () => {
    const { port } = app.server.address() as AddressInfo;
    const client = connect(port, '127.0.0.1');
    const [accepted] = await once(app.server, 'connection');
    const head = 'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json';
    client.write(`${head}\r\nContent-Length: 99\r\n\r\n{"email"`);
    await eventually('the request is counted, so its body is read next', async () => {
      expect(await app.redis.exists('limit:login:address:127.0.0.1')).toBe(1);
    });
    log.length = 0;
    client.destroy();
    await new Promise((resolve) => accepted.once('close', resolve));
    await setImmediate();
    expect(log.filter(({ level }) => level >= 50)).toEqual([]);
  },
);

test('a request has a minute to arrive whole', slow, () => {
  expect(app.server.requestTimeout).toBe(60_000);
});
