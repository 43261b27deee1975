import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRoom, seedAccount, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { eventually, startRedis } from './support/services.ts';
import { listen, openSession } from './support/socket.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
});
afterAll(() => platform.stop());

const contacts = '/api/v1/users/contacts';
const headers = ({ token }: TestAccount) => ({ authorization: `Bearer ${token}` });
const remove = (who: TestAccount, contactId: string) =>
  app.inject({ method: 'DELETE', url: `${contacts}/${contactId}`, headers: headers(who) });

test('a contact is added once, read, listed and removed', slow, async () => {
  const [ada, bob] = [await seedAccount(app, 'Ada'), await seedAccount(app, 'Bob')];
  const added = await ada.call('POST', contacts, { userId: bob.userId });
  expect(added.statusCode).toBe(201);
  expect(added.headers.location).toBe(`${contacts}/${bob.userId}`);
  expect(added.json()).toMatchObject({ userId: bob.userId, name: 'Bob Tester', presence: 'offline' });
  expect((await ada.call('GET', String(added.headers.location))).json()).toEqual(added.json());
  expect((await ada.call('POST', contacts, { userId: bob.userId })).json().type).toBe(
    '/problems/contact-exists',
  );
  expect((await ada.call('GET', contacts)).json()).toEqual({ items: [added.json()], nextCursor: null });
  // Being a contact is one-sided.
  expect((await bob.call('GET', contacts)).json().items).toEqual([]);
  expect((await remove(ada, bob.userId)).statusCode).toBe(204);
  expect((await remove(ada, bob.userId)).statusCode).toBe(404);
  expect((await ada.call('GET', String(added.headers.location))).statusCode).toBe(404);
});

test('nobody is a contact of their own, and neither is who does not exist', slow, async () => {
  const ada = await seedAccount(app);
  expect((await ada.call('POST', contacts, { userId: ada.userId })).statusCode).toBe(409);
  expect((await ada.call('POST', contacts, { userId: randomUUID() })).statusCode).toBe(404);
  expect((await ada.call('POST', contacts, { email: 'nobody@example.org' })).statusCode).toBe(404);
  expect((await ada.call('POST', contacts, {})).statusCode).toBe(400);
});

test('a long list comes in pages, each contact once', slow, async () => {
  const ada = await seedAccount(app);
  const others = await Promise.all(Array.from({ length: 7 }, () => seedAccount(app)));
  for (const { userId } of others) await ada.call('POST', contacts, { userId });
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await ada.call('GET', `${contacts}?limit=3${cursor && `&cursor=${cursor}`}`);
    const { items, nextCursor } = page.json();
    seen.push(...items.map(({ userId }: { userId: string }) => userId));
    cursor = nextCursor;
  }
  expect(seen).toEqual(others.map(({ userId }) => userId).reverse());
  expect((await ada.call('GET', `${contacts}?cursor=x`)).statusCode).toBe(400);
});

test(
  'people are found by the beginning of a name or an address, and a wildcard is a character',
  slow,
  async () => {
    const name = `Zed${randomUUID().slice(0, 8)}`;
    const [me, found] = [await seedAccount(app, name), await seedAccount(app, name)];
    const search = async (q: string) =>
      (await me.call('GET', `/api/v1/users/search?q=${encodeURIComponent(q)}`)).json();
    const ids = async (q: string) => (await search(q)).items.map(({ userId }: { userId: string }) => userId);
    expect(await ids(name.slice(0, 8).toUpperCase())).toEqual([found.userId]);
    const { email } = (await search(name)).items[0];
    expect(await ids(email)).toEqual([found.userId]);
    expect(await ids(email.slice(0, 12))).toEqual([found.userId]);
    expect(await ids('%%')).toEqual([]);
    expect(await ids(`_${name.slice(1)}`)).toEqual([]);
    expect((await ids('Tester')).length).toBeGreaterThan(1);
    expect((await search('z')).status).toBe(400);
    await app.pool.query("UPDATE users SET status = 'banned' WHERE id = $1", [found.userId]);
    expect(await ids(name)).toEqual([]);
  },
);

test(
  'a contact is online on any worker, in a meeting with a seat, and neither when it is over',
  slow,
  async () => {
    const elsewhere = await platform.startWorker({ config: { worker: 'api-2' } });
    const [ada, bob] = [await seedAccount(app), await seedAccount(app)];
    await ada.call('POST', contacts, { userId: bob.userId });
    const presence = async () => (await ada.call('GET', `${contacts}/${bob.userId}`)).json().presence;
    const becomes = (what: string) =>
      eventually(`bob is ${what}`, async () => expect(await presence()).toBe(what));

    const url = await listen(elsewhere);
    const [first, second] = [await openSession(url, bob), await openSession(url, bob)];
    await becomes('online');
    const roomId = await createRoom(bob);
    await bob.call('POST', `/api/v1/rooms/${roomId}/join`);
    await becomes('in-meeting');
    await bob.call('POST', `/api/v1/rooms/${roomId}/leave`);
    first.close();
    await first.closed;
    await becomes('online');
    second.close();
    await becomes('offline');
    await openSession(url, bob);
    await becomes('online');
    await elsewhere.close();
    await becomes('offline');
  },
);

test(
  'while Redis is away nobody is known to be online; when it is back, empty, everybody is',
  slow,
  async () => {
    const [ada, bob] = [await seedAccount(app), await seedAccount(app)];
    app.presence.enter(bob.userId);
    const presence = async () => (await app.presence.of([bob.userId])).get(bob.userId);
    await eventually('online', async () => expect(await presence()).toBe('online'));
    const { port } = platform.redis;
    await platform.redis.stop();
    expect(await presence()).toBe('offline');
    expect((await ada.call('GET', contacts)).statusCode).toBe(200);
    platform.redis = await startRedis(port);
    await eventually('online again', async () => expect(await presence()).toBe('online'));
  },
);
