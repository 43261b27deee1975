import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import webPush from 'web-push';
import { createRoom, seedAccount, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { createPushBrowser } from './support/push-browser.ts';
import { startWebReceiver, type WebReceiver } from './support/receivers.ts';
import { eventually } from './support/services.ts';
import { listen, openSession } from './support/socket.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;
let receiver: WebReceiver;
const push = webPush.generateVAPIDKeys();

beforeAll(async () => {
  platform = await startPlatform();
  receiver = await startWebReceiver();
  app = await platform.startWorker({ config: { push } });
});
afterAll(async () => {
  await platform.stop();
  await receiver.stop();
});

const path = '/api/v1/notifications';
const tell = (who: TestAccount, n: number) =>
  app.notify(who.userId, { type: 'test', title: `Title ${n}`, message: `Message ${n}`, data: { n } });
const outboxOf = async (who: TestAccount) =>
  (
    await app.pool.query('SELECT kind, payload FROM outbox WHERE user_id = $1 AND finished_at IS NULL', [
      who.userId,
    ])
  ).rows;

test('what somebody is told is listed newest first, in pages, and read by them alone', slow, async () => {
  const [ada, bob] = [await seedAccount(app), await seedAccount(app)];
  for (let n = 1; n <= 5; n += 1) await tell(ada, n);
  const first = (await ada.call('GET', `${path}?limit=3`)).json();
  const second = (await ada.call('GET', `${path}?limit=3&cursor=${first.nextCursor}`)).json();
  const titles = [...first.items, ...second.items].map(({ title }) => title);
  expect(titles).toEqual(['Title 5', 'Title 4', 'Title 3', 'Title 2', 'Title 1']);
  expect(second.nextCursor).toBeNull();
  expect(first.items[0]).toMatchObject({ type: 'test', data: { n: 5 }, isRead: false });

  const one = `${path}/${first.items[0].id}`;
  expect((await bob.call('GET', one)).statusCode).toBe(404);
  expect((await bob.call('PUT', one, { isRead: true })).statusCode).toBe(404);
  expect((await bob.call('GET', path)).json().items).toEqual([]);

  const count = async () => (await ada.call('GET', `${path}/unread-count`)).json().count;
  expect((await ada.call('PUT', one, { isRead: true })).json().isRead).toBe(true);
  expect(await count()).toBe(4);
  expect((await ada.call('GET', `${path}?unread=true`)).json().items).toHaveLength(4);
  await ada.call('PUT', one, { isRead: false });
  expect(await count()).toBe(5);
  expect((await ada.call('POST', `${path}/read-all`)).statusCode).toBe(204);
  expect(await count()).toBe(0);
});

test(
  'mail is put into the outbox unless the person does not want it; who is gone is not told',
  slow,
  async () => {
    const ada = await seedAccount(app);
    await tell(ada, 1);
    await ada.call('PUT', '/api/v1/users/settings', { emailNotifications: false });
    await tell(ada, 2);
    const items = await outboxOf(ada);
    expect(items).toMatchObject([
      { kind: 'email', payload: { template: 'notification', variables: { title: 'Title 1' } } },
    ]);
    await app.notify(randomUUID(), { type: 'test', title: 't', message: 'm', data: {} });
    await app.pool.query("UPDATE users SET status = 'banned' WHERE id = $1", [ada.userId]);
    await tell(ada, 3);
    expect(await outboxOf(ada)).toHaveLength(1);
  },
);

test('an open page is told at once, whichever worker holds its socket', slow, async () => {
  const other = await platform.startWorker({ config: { worker: 'api-sockets' } });
  const ada = await seedAccount(app);
  const socket = await openSession(await listen(other), ada);
  await tell(ada, 9);
  const heard = await socket.next('notification');
  expect(heard).toMatchObject({ title: 'Title 9', message: 'Message 9', data: { n: 9 } });
  expect((await ada.call('GET', `${path}/${heard.id}`)).statusCode).toBe(200);
  socket.close();
});

const subscribe = (who: TestAccount, keys: object, endpoint = receiver.url) =>
  who.call('POST', `${path}/push-subscriptions`, { endpoint, expirationTime: null, keys });

test('a push reaches the browser encrypted for it, signed by the platform', slow, async () => {
  const ada = await seedAccount(app);
  const browser = createPushBrowser();
  expect((await ada.call('GET', `${path}/push-key`)).json()).toEqual({ publicKey: push.publicKey });
  const subscribed = await subscribe(ada, browser.keys);
  expect(subscribed.statusCode).toBe(201);
  const { rows } = await app.pool.query('SELECT subscription FROM push_subscriptions WHERE id = $1', [
    subscribed.json().id,
  ]);
  expect(rows[0].subscription).toMatch(/^v1\.test\./);
  expect(rows[0].subscription).not.toContain(receiver.url);

  await tell(ada, 7);
  await eventually('the push', async () => expect(receiver.received).toHaveLength(1));
  const { headers, body } = receiver.received[0] ?? { headers: {}, body: Buffer.alloc(0) };
  expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '86400' });
  expect(headers.authorization).toContain(`k=${push.publicKey}`);
  expect(browser.open(body)).toMatchObject({ type: 'test', title: 'Title 7', message: 'Message 7' });
  expect(() => createPushBrowser().open(body)).toThrow();
});

test.each([404, 410])('a subscription whose browser is gone (%i) is deleted', slow, async (status) => {
  const ada = await seedAccount(app);
  await subscribe(ada, createPushBrowser().keys, `${receiver.url}/${status}`);
  receiver.answerWith(status);
  await tell(ada, 1);
  await eventually('the subscription is gone', async () =>
    expect(await app.pushSubscriptions.idsOf(ada.userId)).toEqual([]),
  );
});

test('a browser is one subscription, the last one counts, and only its owner ends it', slow, async () => {
  const [ada, bob] = [await seedAccount(app), await seedAccount(app)];
  const endpoint = `${receiver.url}/shared`;
  await subscribe(ada, createPushBrowser().keys, endpoint);
  const { id } = (await subscribe(bob, createPushBrowser().keys, endpoint)).json();
  expect(await app.pushSubscriptions.idsOf(ada.userId)).toEqual([]);
  expect((await ada.call('DELETE', `${path}/push-subscriptions/${id}`)).statusCode).toBe(404);
  expect((await bob.call('DELETE', `${path}/push-subscriptions/${id}`)).statusCode).toBe(204);
  expect((await subscribe(ada, { p256dh: 'x', auth: 'y' })).statusCode).toBe(400);
});

test(
  'a scheduled meeting reminds its host and the invited, once, however many workers look',
  slow,
  async () => {
    const other = await platform.startWorker({ config: { worker: 'api-2' } });
    const [host, guest] = [await seedAccount(app, 'Host'), await seedAccount(app, 'Guest')];
    const roomId = await createRoom(host, { scheduledAt: new Date(Date.now() + 10 * 60_000).toISOString() });
    const later = await createRoom(host, { scheduledAt: new Date(Date.now() + 60 * 60_000).toISOString() });
    await host.call('POST', `/api/v1/rooms/${roomId}/invitations`, { userId: guest.userId });
    await Promise.all([app.remindOfMeetings(), other.remindOfMeetings()]);
    await Promise.all([app.remindOfMeetings(), other.remindOfMeetings()]);
    for (const person of [host, guest]) {
      const { items } = (await person.call('GET', path)).json();
      const reminders = items.filter(({ type }: { type: string }) => type === 'meeting-reminder');
      expect(reminders).toMatchObject([{ data: { roomId, roomName: 'Weekly' } }]);
    }
    expect((await outboxOf(host)).map(({ payload }) => payload.template)).toEqual(['meeting-reminder']);

    // Put off, it is another meeting.
    const scheduledAt = new Date(Date.now() + 12 * 60_000).toISOString();
    await host.call('PUT', `/api/v1/rooms/${later}`, { scheduledAt });
    await app.remindOfMeetings();
    expect((await outboxOf(host)).map(({ payload }) => payload.variables.roomId)).toEqual([roomId, later]);
  },
);

test(
  'an account has twenty browsers at most: the oldest goes, so that no notification becomes a flood',
  slow,
  async () => {
    const ada = await seedAccount(app);
    const subscribe = async (n: number) => {
      const { keys } = createPushBrowser();
      const endpoint = `${receiver.url}/flood/${randomUUID()}/${n}`;
      const made = await ada.call('POST', `${path}/push-subscriptions`, { endpoint, keys });
      expect(made.statusCode).toBe(201);
      return made.json<{ id: string }>().id;
    };
    const ids: string[] = [];
    for (let n = 0; n < 22; n += 1) ids.push(await subscribe(n));
    expect(new Set(await app.pushSubscriptions.idsOf(ada.userId))).toEqual(new Set(ids.slice(2)));
  },
);
