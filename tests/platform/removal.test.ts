import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedAccount, type TestAccount } from './support/accounts.ts';
import { openRoom, problemOf, type TestRoom } from './support/meeting.ts';
import { type Platform, startPlatform } from './support/platform.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
});
afterAll(() => platform.stop());

/** A meeting with one person in a breakout room of it. */
async function inBreakout(): Promise<TestRoom & { ada: TestAccount; breakoutId: string }> {
  const room = await openRoom(app);
  const ada = await seedAccount(app);
  for (const who of [room.host, ada]) await room.join(who);
  const opened = await room.host.call('POST', room.path('/breakouts'), { names: ['Red'], assign: 'evenly' });
  const breakoutId: string = opened.json().items[0].id;
  expect((await ada.call('POST', `/api/v1/rooms/${breakoutId}/join`)).statusCode).toBe(200);
  return { ...room, ada, breakoutId };
}

/** Nothing is at the media server's address in this file, so the answer is 503; the seat is taken all the same. */
const remove = async ({ host, path }: TestRoom, who: TestAccount, ban: boolean) =>
  expect(problemOf(await host.call('DELETE', path(`/participants/${who.userId}?ban=${ban}`)))).toBe(
    'media-unavailable',
  );

test(
  'whoever was removed waits like everybody else, though they were sent to a breakout room',
  slow,
  async () => {
    const room = await inBreakout();
    const { ada, breakoutId, host, path, join } = room;
    await host.call('PUT', path('/settings'), { waitingRoom: true });
    await remove(room, ada, false);
    expect((await join(ada)).json()).toEqual({ status: 'waiting' });
    expect(problemOf(await ada.call('POST', `/api/v1/rooms/${breakoutId}/join`))).toBe('room-not-found');
  },
);

test(
  '[v5.0.0-8.3.2] whoever is removed for good reads nothing of the breakout rooms any more',
  slow,
  async () => {
    const room = await inBreakout();
    const { ada, breakoutId } = room;
    const breakout = (rest = '') => `/api/v1/rooms/${breakoutId}${rest}`;
    const said = await ada.call('POST', breakout('/messages'), { text: 'Among us' });
    expect(said.statusCode).toBe(201);
    // Back in the main room when it happens: the breakout room is one that she was in.
    await ada.call('POST', breakout('/leave'));
    expect((await ada.call('GET', breakout('/messages'))).statusCode).toBe(200);
    await remove(room, ada, true);
    for (const rest of ['', '/messages', '/history', '/recordings'])
      expect((await ada.call('GET', breakout(rest))).statusCode).toBe(404);
    expect(await app.messages.read(breakoutId, ada.userId, { after: 0, limit: 10 })).toEqual([]);
  },
);

test('whoever came by invitation and was removed for good is let back in by a new one', slow, async () => {
  const room = await openRoom(app, { settings: { access: 'invited' } });
  const { host, path, join } = room;
  const eve = await seedAccount(app, 'Eve');
  const invite = () => host.call('POST', path('/invitations'), { userId: eve.userId });
  expect((await invite()).statusCode).toBe(201);
  expect((await join(eve)).statusCode).toBe(200);
  await remove(room, eve, true);
  expect((await eve.call('GET', path())).statusCode).toBe(404);
  expect(problemOf(await join(eve))).toBe('removed-from-room');
  expect((await eve.call('GET', '/api/v1/rooms?filter=invited')).json().items).toEqual([]);
  expect((await invite()).statusCode).toBe(201);
  expect((await join(eve)).statusCode).toBe(200);
});

test(
  '[v5.0.0-8.2.1] moderators make no moderators by inviting them, and take no role or ban from one',
  slow,
  async () => {
    const { host, path, join } = await openRoom(app);
    const [mo, mia, ada] = [
      await seedAccount(app, 'Mo'),
      await seedAccount(app, 'Mia'),
      await seedAccount(app),
    ];
    for (const who of [host, mo, mia]) await join(who);
    for (const one of [mo, mia])
      await host.call('PUT', path(`/participants/${one.userId}/role`), { role: 'moderator' });
    const invite = (who: TestAccount, body: object) => who.call('POST', path('/invitations'), body);
    const email = `${randomUUID()}@example.org`;
    for (const whom of [{ userId: ada.userId }, { email }])
      expect(problemOf(await invite(mo, { ...whom, role: 'moderator' }))).toBe('forbidden');
    await mia.call('POST', path('/leave'));
    expect(problemOf(await invite(mo, { userId: mia.userId, role: 'observer' }))).toBe('forbidden');
    expect((await join(mia)).json().participant.role).toBe('moderator');
    expect((await invite(mo, { userId: ada.userId, role: 'observer' })).statusCode).toBe(201);
    expect((await invite(host, { email, role: 'moderator' })).statusCode).toBe(201);
  },
);

test('[v5.0.0-8.2.2] who was removed for good gets no link to what they recorded there', slow, async () => {
  const room = await openRoom(app);
  const { host, roomId, path, join } = room;
  const mo = await seedAccount(app, 'Mo');
  for (const who of [host, mo]) await join(who);
  await app.pool.query(
    `INSERT INTO recordings (room_id, started_by, engine, engine_id, status, ended_at, content_type)
     VALUES ($1, $2, 'recorder', 'one', 'ready', now(), 'video/mp4')`,
    [roomId, mo.userId],
  );
  const own = async () => (await mo.call('GET', '/api/v1/recordings')).json().items;
  expect(await own()).toEqual([expect.objectContaining({ roomId, contentUrl: expect.any(String) })]);
  await remove(room, mo, true);
  expect((await mo.call('GET', path('/recordings'))).statusCode).toBe(403);
  expect(await own()).toEqual([]);
});
