/** What people in a room, and those who wait before it, hear of what moderators do; and what webhooks are told. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedAccount, type TestAccount } from './support/accounts.ts';
import { openRoom } from './support/meeting.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { eventually } from './support/services.ts';
import { enterRoom, listen, openSession } from './support/socket.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;
let url: string;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
  url = await listen(app);
});
afterAll(() => platform.stop());

async function meeting() {
  const room = await openRoom(app);
  const guest = await seedAccount(app, 'Gaia');
  await room.join(room.host);
  await room.join(guest);
  const hosting = await enterRoom(url, room.host, room.roomId);
  const visiting = await enterRoom(url, guest, room.roomId);
  return { ...room, guest, hosting, visiting };
}

test('who waits is shown to moderators, and hears what they decide', slow, async () => {
  const { host, path, roomId, join, hosting, visiting } = await meeting();
  await host.call('PUT', path('/settings'), { waitingRoom: true });
  expect((await visiting.next('room_updated')).settings).toMatchObject({ waitingRoom: true });
  const newcomers: TestAccount[] = [];
  for (const count of [1, 2]) {
    const newcomer = await seedAccount(app);
    newcomers.push(newcomer);
    expect((await join(newcomer)).statusCode).toBe(202);
    expect(await hosting.next('waiting')).toMatchObject({ roomId, count });
  }
  const [first, second] = newcomers as [TestAccount, TestAccount];
  const waiting = await Promise.all([first, second].map((one) => openSession(url, one)));
  for (const socket of waiting) socket.send({ type: 'wait_room', roomId });
  await host.call('POST', path(`/waiting/${first.userId}/admit`));
  await host.call('DELETE', path(`/waiting/${second.userId}`));
  expect(await waiting[0]?.next('admitted')).toMatchObject({ roomId });
  expect(await waiting[1]?.next('denied')).toMatchObject({ roomId });
  expect((await hosting.next('waiting', ({ count }) => count === 0)).count).toBe(0);
  for (const socket of [...waiting, hosting, visiting]) socket.close();
});

test('a new role, a breakout room and the way out are told to whom they concern', slow, async () => {
  const { host, path, roomId, guest, hosting, visiting } = await meeting();
  // Nothing is at the media server's address in this test; people are told all the same.
  await host.call('PUT', path(`/participants/${guest.userId}/role`), { role: 'observer' });
  expect(await visiting.next('role_changed')).toMatchObject({ roomId, role: 'observer' });
  const opened = await host.call('POST', path('/breakouts'), { names: ['Red'], assign: 'evenly' });
  const red: string = opened.json().items[0].id;
  expect(await visiting.next('breakouts')).toMatchObject({ roomId, open: true, yourRoomId: red });
  expect(await hosting.next('breakouts')).toMatchObject({ open: true, yourRoomId: null });
  await host.call('POST', path('/breakouts/broadcast'), { text: 'Five more minutes' });
  expect(await visiting.next('breakout_message')).toMatchObject({ roomId, text: 'Five more minutes' });
  await host.call('DELETE', path('/breakouts'));
  expect(await visiting.next('breakouts')).toMatchObject({ roomId, open: false });
  await host.call('DELETE', path(`/participants/${guest.userId}?ban=true`));
  expect(await visiting.next('removed')).toMatchObject({ roomId, banned: true });
  hosting.close();
  visiting.close();
});

test("the host's webhooks are told who comes and goes", slow, async () => {
  const { host, path, roomId, join } = await openRoom(app);
  const created = await host.call('POST', '/api/v1/webhooks', {
    url: 'http://127.0.0.1:1/hook',
    events: ['participant.joined', 'participant.left'],
  });
  expect(created.statusCode).toBe(201);
  const guest = await seedAccount(app, 'Gaia');
  await join(guest);
  await join(guest);
  await guest.call('POST', path('/leave'));
  await guest.call('POST', path('/leave'));
  await eventually('both are in the outbox', async () => {
    const { rows } = await app.pool.query(
      "SELECT (payload ->> 'body')::jsonb AS body FROM outbox WHERE kind = 'webhook' AND user_id = $1 ORDER BY id",
      [host.userId],
    );
    expect(rows.map(({ body }) => [body.type, body.data.roomId, body.data.userId])).toEqual([
      ['participant.joined', roomId, guest.userId],
      ['participant.left', roomId, guest.userId],
    ]);
  });
});
