import { createHmac } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRoom, seedAccount, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { startWebReceiver, type WebReceiver } from './support/receivers.ts';
import { eventually } from './support/services.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;
const receivers: WebReceiver[] = [];

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
});
afterAll(async () => {
  await platform.stop();
  await Promise.all(receivers.map((receiver) => receiver.stop()));
});

async function startReceiver(): Promise<WebReceiver> {
  const receiver = await startWebReceiver();
  receivers.push(receiver);
  return receiver;
}

const path = '/api/v1/webhooks';
const create = async (who: TestAccount, url: string, events = ['room.ended', 'participant.joined']) =>
  (await who.call('POST', path, { url, events })).json();
const item = async () =>
  (await app.pool.query("SELECT * FROM outbox WHERE kind = 'webhook' ORDER BY id DESC LIMIT 1")).rows[0];

test('a webhook is made, listed without its secret, and seen by its owner alone', slow, async () => {
  const [ada, bob] = [await seedAccount(app), await seedAccount(app)];
  const made = await ada.call('POST', path, {
    url: 'http://127.0.0.1:9/hook',
    events: ['room.started', 'room.started'],
  });
  expect(made.statusCode).toBe(201);
  const { secret, ...webhook } = made.json();
  expect(secret).toMatch(/^whsec_/);
  expect(webhook).toMatchObject({ events: ['room.started'], active: true });
  expect(made.headers.location).toBe(`${path}/${webhook.id}`);
  expect((await ada.call('GET', path)).json().items).toEqual([webhook]);
  expect((await ada.call('GET', `${path}/${webhook.id}`)).json()).toEqual(webhook);
  for (const [method, url] of [
    ['GET', `${path}/${webhook.id}`],
    ['DELETE', `${path}/${webhook.id}`],
    ['POST', `${path}/${webhook.id}/test`],
  ] as const)
    expect((await bob.call(method, url)).statusCode).toBe(404);
  const { rows } = await app.pool.query('SELECT secret FROM webhooks WHERE id = $1', [webhook.id]);
  expect(rows[0].secret).toMatch(/^v1\.test\./);
  expect((await ada.call('DELETE', `${path}/${webhook.id}`)).statusCode).toBe(204);
  expect((await ada.call('GET', path)).json().items).toEqual([]);
  expect((await ada.call('POST', path, { url: 'http://127.0.0.1', events: ['other'] })).statusCode).toBe(400);
});

test('what happens in a room reaches its owner, signed, and nobody else', slow, async () => {
  const [host, guest] = [await seedAccount(app), await seedAccount(app)];
  const [hosts, guests] = [await startReceiver(), await startReceiver()];
  const { secret } = await create(host, hosts.url);
  await create(guest, guests.url);
  const roomId = await createRoom(host);
  await guest.call('POST', `/api/v1/rooms/${roomId}/join`);
  await eventually('the event', async () => expect(hosts.received).toHaveLength(1));
  const { headers, body } = hosts.received[0] ?? { headers: {}, body: Buffer.alloc(0) };
  const event = JSON.parse(body.toString());
  expect(event).toMatchObject({
    type: 'participant.joined',
    timestamp: expect.stringMatching(/Z$/),
    data: { roomId },
  });
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const signature = createHmac('sha256', Buffer.from(secret.slice(6), 'base64')).update(signed);
  expect(headers['webhook-signature']).toBe(`v1,${signature.digest('base64')}`);
  expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
  expect(guests.received).toEqual([]);
});

test('a receiver that fails gets the same message again, with the same id', slow, async () => {
  const ada = await seedAccount(app);
  const receiver = await startReceiver();
  receiver.answerWith(500, 302);
  const { id } = await create(ada, receiver.url);
  expect((await ada.call('POST', `${path}/${id}/test`)).statusCode).toBe(202);
  for (const [attempts, status] of [
    [1, 500],
    [2, 302],
  ]) {
    await eventually('it failed', async () =>
      expect(await item()).toMatchObject({ attempts, last_error: `the receiver answered ${status}` }),
    );
    await app.pool.query('UPDATE outbox SET next_attempt_at = now() WHERE finished_at IS NULL');
    app.deliverSoon();
  }
  await eventually('it arrived', async () => expect((await item()).finished_at).not.toBeNull());
  const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(ids).toHaveLength(3);
  expect(new Set(ids).size).toBe(1);
  const bodies = receiver.received.map(({ body }) => body.toString());
  expect(new Set(bodies).size).toBe(1);
});

test('a receiver that is gone switches its webhook off, and the owner is told', slow, async () => {
  const ada = await seedAccount(app);
  const receiver = await startReceiver();
  receiver.answerWith(410);
  const { id } = await create(ada, receiver.url);
  await ada.call('POST', `${path}/${id}/test`);
  await eventually('it is off', async () =>
    expect((await ada.call('GET', `${path}/${id}`)).json().active).toBe(false),
  );
  await eventually('the owner knows', async () => {
    const { items } = (await ada.call('GET', '/api/v1/notifications')).json();
    expect(items).toMatchObject([{ type: 'webhook-switched-off' }]);
  });
});

test(
  '[v5.0.0-1.3.6] nothing is sent to a place inside, by number, by name or by a name that changes its mind',
  slow,
  async () => {
    const inside = await platform.startWorker({
      config: { webhooksToPrivateAddresses: false, worker: 'api-strict' },
    });
    const ada = await seedAccount(inside);
    const headers = { authorization: `Bearer ${ada.token}` };
    const post = (url: string) =>
      inside.inject({ method: 'POST', url: path, headers, payload: { url, events: ['room.ended'] } });
    for (const url of [
      'https://127.0.0.1/',
      'https://2130706433/',
      'https://0x7f.1/',
      'https://[::1]/',
      'https://[::ffff:169.254.169.254]/',
      'https://10.0.0.1/',
      'http://example.org/',
      'https://user:pass@example.org/',
      'ftp://example.org/',
    ])
      expect({ url, status: (await post(url)).statusCode }).toEqual({ url, status: 400 });

    // A name is looked at when it is used: this one leads to loopback.
    await app.close();
    const { id } = (await post('https://localhost:9/')).json();
    await inside.inject({ method: 'POST', url: `${path}/${id}/test`, headers });
    await eventually('it is refused', async () => {
      const { rows } = await inside.pool.query(
        'SELECT last_error, finished_at FROM outbox ORDER BY id DESC LIMIT 1',
      );
      expect(rows[0]).toMatchObject({
        last_error: 'localhost leads to an address that is not on the Internet',
        finished_at: expect.any(Date),
      });
    });
  },
);
