import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdMeeting, seedAccount, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { enterRoom, listen } from './support/socket.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
});
afterAll(() => platform.stop());

interface Page {
  items: { sequence: number; text: string }[];
  lastSequence: number;
  nextCursor: string | null;
}

async function conversation(lines: number) {
  const { roomId, people } = await holdMeeting(app, 2);
  const [host, guest] = people as [TestAccount, TestAccount];
  for (let said = 1; said <= lines; said += 1)
    await app.chat.say(roomId, { userId: guest.userId, text: `line ${said}` });
  const read = async (query: string, reader = host) => {
    const answer = await reader.call('GET', `/api/v1/rooms/${roomId}/messages?${query}`);
    return { status: answer.statusCode, ...answer.json<Page>() };
  };
  return { roomId, host, guest, read };
}

const sequences = ({ items }: Pick<Page, 'items'>) => items.map(({ sequence }) => sequence);

test('the newest are read first, and then what was before them', slow, async () => {
  const { read } = await conversation(5);
  const newest = await read('limit=2');
  expect(sequences(newest)).toEqual([4, 5]);
  expect(newest.lastSequence).toBe(5);
  const before = await read(`limit=2&cursor=${newest.nextCursor}`);
  expect(sequences(before)).toEqual([2, 3]);
  const first = await read(`limit=2&cursor=${before.nextCursor}`);
  expect(sequences(first)).toEqual([1]);
  expect(first.nextCursor).toBeNull();
});

test('what came after a number is read from there on', slow, async () => {
  const { read } = await conversation(5);
  const page = await read('after=1&limit=2');
  expect(sequences(page)).toEqual([2, 3]);
  expect(sequences(await read(`limit=10&cursor=${page.nextCursor}`))).toEqual([4, 5]);
  expect(sequences(await read('after=1&before=4'))).toEqual([2, 3]);
  expect(sequences(await read('before=3'))).toEqual([1, 2]);
  expect(sequences(await read('after=5'))).toEqual([]);
});

test.each(['after=-1', 'limit=501', 'before=x', 'cursor=x', 'newest=1'])(
  '%s is refused',
  slow,
  async (query) => {
    const { read } = await conversation(0);
    expect((await read(query)).status).toBe(400);
  },
);

test('a message that is sent by REST is heard on the sockets, and found where it says', slow, async () => {
  const { roomId, host, guest } = await conversation(0);
  const worker = await platform.startWorker({ config: { worker: 'api-messages' } });
  const socket = await enterRoom(await listen(worker), host, roomId);
  const said = { text: ' Hello ', clientId: 'one' };
  const sent = await guest.call('POST', `/api/v1/rooms/${roomId}/messages`, said);
  expect(sent.statusCode).toBe(201);
  const heard = await socket.next('chat_message');
  expect(heard).toMatchObject({ sequence: 1, text: 'Hello', from: { userId: guest.userId } });
  const again = await guest.call('POST', `/api/v1/rooms/${roomId}/messages`, said);
  expect(again.json()).toEqual(sent.json());
  const found = await guest.call('GET', String(sent.headers.location));
  expect(found.json()).toEqual(sent.json());
  const none = await guest.call('GET', `/api/v1/rooms/${roomId}/messages/2`);
  expect(none.statusCode).toBe(404);
  socket.close();
});

test('whoever left reads what was said and says nothing more; others do neither', slow, async () => {
  const { roomId, host, guest, read } = await conversation(1);
  const stranger = await seedAccount(app);
  await guest.call('POST', `/api/v1/rooms/${roomId}/leave`);
  expect((await read('', guest)).items).toHaveLength(1);
  const send = (who: TestAccount) => who.call('POST', `/api/v1/rooms/${roomId}/messages`, { text: 'Hello' });
  expect((await send(guest)).statusCode).toBe(403);
  expect((await read('', stranger)).status).toBe(403);
  expect((await send(stranger)).statusCode).toBe(403);
  await host.call('POST', `/api/v1/rooms/${roomId}/end`);
  expect([403, 409]).toContain((await send(host)).statusCode);
});

test('text is text: what would be SQL or a header elsewhere is stored as it is', slow, async () => {
  const { roomId, host } = await conversation(0);
  const text = `'); DROP TABLE room_messages; --\r\nSet-Cookie: a=b "\\u0000" ${7 * 7}`;
  const sent = await host.call('POST', `/api/v1/rooms/${roomId}/messages`, { text });
  expect(sent.json().text).toBe(text);
  const refused = await host.call('POST', `/api/v1/rooms/${roomId}/messages`, { text: 'a\u0000b' });
  expect(refused.statusCode).toBe(400);
});

// v5.0.0-8.2.2: access to data is decided for each object, here by the database as well.
test('a read that asks for everything finds only the rooms of the reader', slow, async () => {
  const mine = await conversation(2);
  const others = await conversation(3);
  const client = await app.pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(
      `SELECT set_config('role', 'gomeet_member', true), set_config('app.user_id', $1, true)`,
      [mine.guest.userId],
    );
    const seen = async (table: string) =>
      (await client.query(`SELECT DISTINCT room_id FROM ${table}`)).rows.map((row) => row.room_id);
    expect(await seen('room_messages')).toEqual([mine.roomId]);
    expect(await seen('room_participants')).toEqual([mine.roomId]);
    await client.query('COMMIT');

    // The same statement as the API itself, or without saying for whom.
    expect(await seen('room_messages')).toEqual(expect.arrayContaining([mine.roomId, others.roomId]));
    await client.query('BEGIN');
    await client.query('SET LOCAL ROLE gomeet_member');
    expect(await seen('room_messages')).toEqual([]);
    await expect(client.query('DELETE FROM room_messages')).rejects.toThrow('permission denied');
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
  const read = app.messages.read(others.roomId, mine.guest.userId, { limit: 10 });
  expect(await read).toEqual([]);
});

test('whoever was removed for good reads nothing, even past the first wall', slow, async () => {
  const { roomId, guest } = await conversation(1);
  expect(await app.messages.read(roomId, guest.userId, { limit: 10 })).toHaveLength(1);
  await app.pool.query('UPDATE room_participants SET banned_at = now() WHERE user_id = $1', [guest.userId]);
  expect(await app.messages.read(roomId, guest.userId, { limit: 10 })).toEqual([]);
});
