import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRoom, seedAccount, type TestAccount } from './support/accounts.ts';
import { openRoom, problemOf } from './support/meeting.ts';
import { type Platform, startPlatform } from './support/platform.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
});
afterAll(() => platform.stop());

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

async function namesIn(who: TestAccount, query: string): Promise<string[]> {
  const names: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer = await who.call('GET', `/api/v1/rooms?limit=2&${query}${cursor && `&cursor=${cursor}`}`);
    const page = answer.json<{ items: { name: string }[]; nextCursor: string | null }>();
    names.push(...page.items.map((room) => room.name));
    cursor = page.nextCursor;
  }
  return names;
}

test('each list has its rooms, in its order, over pages', slow, async () => {
  const host = await seedAccount(app, 'Hera');
  const guest = await seedAccount(app, 'Gaia');
  const open: string[] = [];
  for (const settings of [
    { name: 'open' },
    { name: 'tomorrow', scheduledAt: inHours(24) },
    { name: 'soon', scheduledAt: inHours(1), endsAt: inHours(2) },
    { name: 'next week', scheduledAt: inHours(168) },
    { name: 'last week', scheduledAt: inHours(-168), endsAt: inHours(-167) },
  ]) {
    const roomId = await createRoom(host, settings);
    open.push(roomId);
    if (settings.name !== 'tomorrow')
      await host.call('POST', `/api/v1/rooms/${roomId}/invitations`, { userId: guest.userId });
  }
  expect(await namesIn(host, 'filter=mine')).toEqual(['last week', 'next week', 'soon', 'tomorrow', 'open']);
  expect(await namesIn(host, '')).toHaveLength(5);
  expect(await namesIn(host, 'filter=invited')).toEqual([]);
  expect(await namesIn(guest, 'filter=mine')).toEqual([]);
  expect(await namesIn(guest, 'filter=invited')).toEqual(['last week', 'next week', 'soon', 'open']);
  expect(await namesIn(host, 'filter=upcoming')).toEqual(['soon', 'tomorrow', 'next week']);
  expect(await namesIn(guest, 'filter=upcoming')).toEqual(['soon', 'next week']);

  for (const roomId of [open[2], open[0], open[1]]) {
    await guest.call('POST', `/api/v1/rooms/${roomId}/join`);
    await guest.call('POST', `/api/v1/rooms/${roomId}/leave`);
  }
  await guest.call('POST', `/api/v1/rooms/${open[3]}/join`);
  expect(await namesIn(guest, 'filter=past')).toEqual(['tomorrow', 'open', 'soon']);
  expect((await host.call('GET', '/api/v1/rooms?filter=theirs')).statusCode).toBe(400);

  // What is over comes after what can still be used.
  for (const roomId of [open[4], open[3]]) await host.call('POST', `/api/v1/rooms/${roomId}/end`);
  expect(await namesIn(host, 'filter=mine')).toEqual(['soon', 'tomorrow', 'open', 'last week', 'next week']);
});

test.each([
  [{ endsAt: inHours(1) }, 'needs scheduledAt'],
  [{ scheduledAt: inHours(2), endsAt: inHours(1) }, 'must be after scheduledAt'],
  [{ scheduledAt: 'tomorrow' }, 'scheduledAt'],
])('a schedule of %j is refused', slow, async (schedule, why) => {
  const host = await seedAccount(app);
  const answer = await host.call('POST', '/api/v1/rooms', { name: 'Odd', ...schedule });
  expect([answer.statusCode, problemOf(answer)]).toEqual([400, 'invalid-request']);
  expect(answer.json().detail).toContain(why);
});

test('a room is changed by its host, part by part', slow, async () => {
  const { host, path, join } = await openRoom(app, { password: 'sesame', scheduledAt: inHours(1) });
  const guest = await seedAccount(app);
  const changed = await host.call('PUT', path(), {
    name: 'Renamed',
    description: 'All of us',
    password: null,
  });
  expect(changed.json()).toMatchObject({ name: 'Renamed', description: 'All of us', hasPassword: false });
  expect((await join(guest)).statusCode).toBe(200);
  expect((await guest.call('PUT', path(), { name: 'Mine' })).statusCode).toBe(403);
  expect((await host.call('PUT', path(), { endsAt: inHours(0.5) })).statusCode).toBe(400);
  expect((await host.call('PUT', path(), { endsAt: inHours(2) })).statusCode).toBe(200);
  const open = await host.call('PUT', path(), { scheduledAt: null, endsAt: null, password: 'new' });
  expect(open.json()).toMatchObject({ scheduledAt: null, endsAt: null, hasPassword: true });
  await host.call('POST', path('/end'));
  expect(problemOf(await host.call('PUT', path(), { name: 'Late' }))).toBe('room-ended');
});

test('ending the meeting of a persistent room leaves the room open', slow, async () => {
  const { host, path, join, roomId } = await openRoom(app, { persistent: true });
  const guest = await seedAccount(app);
  await join(guest);
  await host.call('POST', path('/end'));
  const seats = await app.pool.query(
    'SELECT count(*)::int FROM room_participants WHERE room_id = $1 AND left_at IS NULL',
    [roomId],
  );
  expect(seats.rows).toEqual([{ count: 0 }]);
  expect((await host.call('GET', path())).json()).toMatchObject({ status: 'active', endedAt: null });
  expect((await join(guest)).statusCode).toBe(200);
});

test('who was in a room, and how long, is told to those who took part', slow, async () => {
  const { host, path, join } = await openRoom(app);
  const [guest, stranger] = await Promise.all(['Gaia', 'Eve'].map((name) => seedAccount(app, name)));
  if (!guest || !stranger) throw new Error('two accounts');
  for (let visit = 0; visit < 2; visit += 1) {
    await join(guest);
    await guest.call('POST', path('/leave'));
  }
  await join(host);
  const history = await guest.call('GET', path('/history'));
  const rows = history.json().items as Record<string, unknown>[];
  expect(rows.map(({ name, leftAt }) => [name, leftAt !== null])).toEqual([
    ['Hera Tester', false],
    ['Gaia Tester', true],
    ['Gaia Tester', true],
  ]);
  expect(rows[0]).toMatchObject({ durationSeconds: null, recordingUrl: null, userId: host.userId });
  expect(rows[1]?.durationSeconds).toBe(0);
  const first = (await host.call('GET', path('/history?limit=2'))).json();
  const rest = (await host.call('GET', path(`/history?limit=2&cursor=${first.nextCursor}`))).json();
  expect([...first.items, ...rest.items]).toEqual(rows);
  expect((await stranger.call('GET', path('/history'))).statusCode).toBe(403);
});
