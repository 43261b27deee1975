import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedAccount, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { openSocket, ticketFor } from './support/socket.ts';

/** What chapter V4 of OWASP ASVS 5.0 asks of a web service, as far as no other file shows it. */
const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;
let address: AddressInfo;
let account: TestAccount;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
  await app.listen({ host: '127.0.0.1', port: 0 });
  address = app.server.address() as AddressInfo;
  account = await seedAccount(app);
});
afterAll(() => platform.stop());

/** Sends bytes as they are. @returns all that comes back until the server closes. */
async function sendRaw(bytes: string): Promise<string> {
  const client = connect(address.port, address.address);
  await once(client, 'connect');
  client.write(bytes);
  return text(client);
}

test(
  '[v5.0.0-4.1.1] every answer with a body says its type and, if it is text, its charset',
  slow,
  async () => {
    for (const url of ['/healthz', '/openapi.json', '/api/v1/users/profile', '/api/v1/nowhere', '/docs/']) {
      const { headers } = await account.call('GET', url);
      // JSON has no charset of its own: it is UTF-8 (RFC 8259, 8.1).
      expect([url, headers['content-type']]).toEqual([
        url,
        expect.stringMatching(/^(application\/(problem\+)?json\b|text\/[a-z]+; charset=utf-8$)/i),
      ]);
    }
  },
);

test('[v5.0.0-4.1.3] no header of a caller says who or where they are', slow, async () => {
  const stranger = await seedAccount(app);
  const forged = {
    'x-forwarded-for': '203.0.113.7',
    'x-real-ip': '203.0.113.7',
    forwarded: 'for=203.0.113.7',
    'x-user-id': stranger.userId,
    'x-request-id': 'mine',
  };
  const headers = { ...forged, authorization: `Bearer ${account.token}` };
  const profile = await app.inject({ url: '/api/v1/users/profile', headers });
  expect(profile.json().user.id).toBe(account.userId);
  expect(profile.headers['x-request-id']).not.toBe('mine');
  const from = (value: string) =>
    app.inject({
      url: '/api/v1/nowhere',
      headers: { ...forged, 'x-forwarded-for': value },
      remoteAddress: '127.9.0.1',
    });
  const left = async (value: string) =>
    Number(/r=(\d+)/.exec(String((await from(value)).headers.ratelimit))?.[1]);
  const first = await left('203.0.113.1');
  expect(await left('203.0.113.2')).toBe(first - 1);
});

test('[v5.0.0-4.1.4] a method that an address does not take is refused', slow, async () => {
  for (const method of ['PATCH', 'DELETE'] as const) {
    const answer = await app.inject({ method, url: '/api/v1/rooms' });
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, expect.stringContaining('POST')]);
  }
  // Node knows more methods than the API serves.
  for (const method of ['TRACE', 'PROPFIND'])
    expect(await sendRaw(`${method} /api/v1/rooms HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 (404|405) /,
    );
});

test.each([
  ['a length beside chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked'],
  ['two lengths', 'Content-Length: 5\r\nContent-Length: 6'],
  ['a coding that is none', 'Transfer-Encoding: xchunked'],
  ['a blank before the colon', 'Transfer-Encoding : chunked'],
])(
  '[v5.0.0-4.2.1] a message whose end is in doubt is refused and its connection closed: %s',
  slow,
  async (_what, lines) => {
    const smuggled = 'GET /api/v1/users/profile HTTP/1.1\r\nHost: x\r\n\r\n';
    const head = `POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${lines}`;
    const answers = await sendRaw(`${head}\r\n\r\n0\r\n\r\n${smuggled}`);
    expect(answers.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 400']);
  },
);

test('[v5.0.0-4.4.4] a ticket is sold to whoever has a session, and serves one socket', slow, async () => {
  expect((await app.inject({ method: 'POST', url: '/api/v1/ws-tickets' })).statusCode).toBe(401);
  const ticket = await ticketFor(account);
  const url = `ws://${address.address}:${address.port}/ws`;
  const [first, second] = [await openSocket(url), await openSocket(url)];
  first.send({ type: 'authenticate', ticket });
  expect(await first.next('authenticated')).toMatchObject({ userId: account.userId });
  second.send({ type: 'authenticate', ticket });
  expect((await second.next('error')).code).toBe('invalid-ticket');
  expect(await second.closed).toBe(4401);
  first.close();
});
