import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdMeeting, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { enterRoom, listen, openSession, type TestSocket } from './support/socket.ts';

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

async function conversation(lines: number) {
  const { roomId, people } = await holdMeeting(app, 2);
  const [host, guest] = people as [TestAccount, TestAccount];
  const say = (count: number) =>
    Promise.all(
      Array.from({ length: count }, () => app.chat.say(roomId, { userId: host.userId, text: 'line' })),
    );
  await say(lines);
  return { roomId, host, guest, say };
}

async function hearUpTo(socket: TestSocket, sequence: number): Promise<number[]> {
  const heard: number[] = [];
  await socket.next('chat_message', (line) => heard.push(line.sequence) > 0 && line.sequence === sequence);
  return heard;
}

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

test('whoever comes anew hears only what is said from then on', slow, async () => {
  const { roomId, guest, say } = await conversation(3);
  const socket = await openSession(url, guest);
  socket.send({ type: 'join_room', roomId });
  expect(await socket.next('joined')).toMatchObject({ lastSequence: 3 });
  await say(1);
  expect(await hearUpTo(socket, 4)).toEqual([4]);
  socket.close();
});

test('whoever comes back gets what was missed while more is said: each once, in order', slow, async () => {
  const { roomId, guest, say } = await conversation(130);
  const socket = await openSession(url, guest);
  const more = say(60);
  socket.send({ type: 'join_room', roomId, lastSequence: 20 });
  await more;
  await say(1);
  expect(await hearUpTo(socket, 191)).toEqual(range(21, 191));
  socket.close();
});

test('a client asks for lines again, a bounded number at a time', slow, async () => {
  const { roomId, guest } = await conversation(450);
  const socket = await enterRoom(url, guest, roomId);
  socket.send({ type: 'resync', after: 0, ref: 'r' });
  expect(await hearUpTo(socket, 400)).toEqual(range(1, 400));
  const first = { type: 'resynced', roomId, after: 0, lastSequence: 400, complete: false, ref: 'r' };
  expect(await socket.next('resynced')).toEqual(first);
  socket.send({ type: 'resync', after: 400 });
  expect(await hearUpTo(socket, 450)).toEqual(range(401, 450));
  expect(await socket.next('resynced')).toMatchObject({ lastSequence: 450, complete: true });
  socket.close();
});

test('whoever heard more on another worker than this one knows hears no line twice', slow, async () => {
  const { roomId, host, guest } = await conversation(2);
  const other = await platform.startWorker({ config: { worker: 'api-behind' } });
  const otherUrl = await listen(other);
  const watching = await enterRoom(otherUrl, host, roomId);
  // Said where nobody tells the other worker: straight into the database.
  await app.messages.say(roomId, [{ userId: host.userId, text: 'unheard' }]);
  const socket = await openSession(otherUrl, guest);
  socket.send({ type: 'join_room', roomId, lastSequence: 3 });
  expect(await socket.next('joined')).toMatchObject({ lastSequence: 3 });
  expect(await hearUpTo(watching, 3)).toEqual([3]);
  await app.chat.say(roomId, { userId: host.userId, text: 'heard' });
  expect(await hearUpTo(socket, 4)).toEqual([4]);
  watching.close();
  socket.close();
});

test('lines that Redis loses are found by the line after them, and by looking', slow, async () => {
  const { roomId, host, guest } = await conversation(0);
  const socket = await enterRoom(url, guest, roomId);
  for (const text of ['lost', 'lost too']) await app.messages.say(roomId, [{ userId: host.userId, text }]);
  const worker = await platform.startWorker({ config: { worker: 'api-telling' } });
  await worker.chat.say(roomId, { userId: host.userId, text: 'told' });
  expect(await hearUpTo(socket, 3)).toEqual([1, 2, 3]);
  await app.messages.say(roomId, [{ userId: host.userId, text: 'the last' }]);
  app.hub.lookForLines();
  expect(await hearUpTo(socket, 4)).toEqual([4]);
  socket.close();
});
