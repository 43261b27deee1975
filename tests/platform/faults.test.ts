import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createRoom, holdMeeting, seedAccount, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import {
  eventually,
  findLiveKit,
  freePort,
  type Service,
  startLiveKit,
  startRedis,
} from './support/services.ts';
import { enterRoom, listen, type TestSocket } from './support/socket.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;
let url: string;
let livekit: Service | undefined;
const livekitPort = await freePort();

beforeAll(async () => {
  platform = await startPlatform({ durable: true });
  const { livekit: keys } = platform.config;
  const address = `127.0.0.1:${livekitPort}`;
  app = await platform.startWorker({
    config: { livekit: { ...keys, clientUrl: `ws://${address}`, apiUrl: `http://${address}` } },
  });
  url = await listen(app);
});
afterAll(async () => {
  await livekit?.stop();
  await platform.stop();
});

/** What a client saw of its own writing, one write after the other, until it was told to stop. */
interface Writing {
  readonly acknowledged: string[];
  /** HTTP statuses of what was not taken. */
  readonly refused: number[];
}

/** Creates rooms until told to stop; each has a name of its own, so that what was acknowledged can be looked for. */
function writeRooms(account: TestAccount): { stop(): Promise<Writing> } {
  const writing: Writing = { acknowledged: [], refused: [] };
  let going = true;
  const done = (async () => {
    for (let count = 0; going; count += 1) {
      const name = `room ${count}`;
      const answer = await account.call('POST', '/api/v1/rooms', { name });
      if (answer.statusCode === 201) writing.acknowledged.push(name);
      else writing.refused.push(answer.statusCode);
      // The limit is 1,000 requests a minute for an account.
      await delay(75);
    }
  })();
  const stop = async () => {
    going = false;
    await done;
    return writing;
  };
  onTestFinished(async () => void (await stop()));
  return { stop };
}

/** Says numbered lines, each when the one before was answered. `listener` hears what the room was told. */
function writeLines(speaker: TestSocket): { stop(): Promise<string[]> } {
  const acknowledged: string[] = [];
  let going = true;
  let open = true;
  void speaker.closed.then(() => {
    open = false;
  });
  const done = (async () => {
    for (let count = 0; going && open; count += 1) {
      const text = `line ${count}`;
      speaker.send({ type: 'chat', text, ref: text, clientId: text });
      const answered = await Promise.race([
        speaker.next('chat_accepted', ({ ref }) => ref === text).then(() => true),
        speaker.closed.then(() => false),
        delay(1500).then(() => false),
      ]);
      if (answered) acknowledged.push(text);
      await delay(50);
    }
  })();
  const stop = async () => {
    going = false;
    await done;
    return acknowledged;
  };
  onTestFinished(async () => void (await stop()));
  return { stop };
}

const namesOfRooms = async (hostId: string): Promise<string[]> =>
  (await app.pool.query('SELECT name FROM rooms WHERE host_id = $1', [hostId])).rows.map(({ name }) => name);

const linesOf = async (roomId: string): Promise<{ sequence: string; message: string }[]> =>
  (
    await app.pool.query('SELECT sequence, message FROM room_messages WHERE room_id = $1 ORDER BY sequence', [
      roomId,
    ])
  ).rows;

function expectWholeConversation(
  lines: { sequence: string; message: string }[],
  acknowledged: string[],
): void {
  expect(lines.map(({ sequence }) => Number(sequence))).toEqual(lines.map((_, index) => index + 1));
  const texts = lines.map(({ message }) => message);
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts).toEqual(expect.arrayContaining(acknowledged));
}

test(
  'Redis gone for 30 s: what was acknowledged is there, answers are honest, all is well afterwards',
  slow,
  async () => {
    const account = await seedAccount(app);
    const { roomId, people } = await holdMeeting(app, 2);
    const [speaking, listening] = people as [TestAccount, TestAccount];
    const speaker = await enterRoom(url, speaking, roomId);
    const listener = await enterRoom(url, listening, roomId);
    const rooms = writeRooms(account);
    const lines = writeLines(speaker);
    await listener.next('chat_message');

    await platform.redis.stop();
    await delay(30_000);
    platform.redis = await startRedis(platform.redis.port);
    await eventually('the worker has Redis again', async () =>
      expect((await app.inject('/readyz')).json().dependencies.redis.state).toBe('ok'),
    );
    await delay(1000);

    const written = await rooms.stop();
    expect(written.acknowledged.length).toBeGreaterThan(0);
    expect(written.refused.filter((status) => status !== 503)).toEqual([]);
    expect(await namesOfRooms(account.userId)).toEqual(expect.arrayContaining(written.acknowledged));

    const acknowledged = await lines.stop();
    expect(acknowledged.length).toBeGreaterThan(10);
    expectWholeConversation(await linesOf(roomId), acknowledged);
    // Whoever only listened is told every line, in the end also those said while Redis was away.
    const last = (await linesOf(roomId)).at(-1);
    await listener.next('chat_message', ({ sequence }) => sequence === Number(last?.sequence));
    speaker.close();
    listener.close();
  },
);

test(
  'PostgreSQL crashes and comes back: refused in the meantime, nothing acknowledged is lost',
  slow,
  async () => {
    const account = await seedAccount(app);
    const { roomId, people } = await holdMeeting(app, 1);
    const speaker = await enterRoom(url, people[0] as TestAccount, roomId);
    const rooms = writeRooms(account);
    const lines = writeLines(speaker);
    await eventually('some are written', async () =>
      expect((await namesOfRooms(account.userId)).length).toBeGreaterThan(5),
    );

    const crashed = await platform.postgres.crash();
    await delay(3000);
    const away = await account.call('POST', '/api/v1/rooms', { name: 'while away' });
    expect(away.json()).toMatchObject({ status: 503, type: '/problems/unavailable' });
    expect((await app.inject('/healthz')).statusCode).toBe(200);
    await crashed.restart();
    await eventually('rooms are created again', async () =>
      expect((await account.call('POST', '/api/v1/rooms', { name: 'back' })).statusCode).toBe(201),
    );

    const written = await rooms.stop();
    expect(written.refused.length).toBeGreaterThan(0);
    expect(new Set(written.refused)).toEqual(new Set([503]));
    expect(await namesOfRooms(account.userId)).toEqual(expect.arrayContaining(written.acknowledged));
    const acknowledged = await lines.stop();
    expectWholeConversation(await linesOf(roomId), acknowledged);
    speaker.close();
  },
);

const program = findLiveKit();

test.skipIf(program === undefined)(
  'LiveKit killed: people still join and talk, what needs it says so and works when repeated',
  slow,
  async () => {
    const { apiKey, apiSecret } = platform.config.livekit;
    const start = () => startLiveKit(program ?? '', { [apiKey]: apiSecret }, `${url}/none`, livekitPort);
    livekit = await start();
    const host = await seedAccount(app);
    const roomId = await createRoom(host);
    expect((await host.call('POST', `/api/v1/rooms/${roomId}/join`)).statusCode).toBe(200);

    await livekit.stop();
    expect((await app.inject('/readyz')).json().dependencies.livekit.state).toBe('failed');
    expect((await host.call('POST', `/api/v1/rooms/${roomId}/join`)).statusCode).toBe(200);
    const socket = await enterRoom(url, host, roomId);
    socket.send({ type: 'chat', text: 'Can you hear me?' });
    await socket.next('chat_accepted');
    const refused = await host.call('POST', `/api/v1/rooms/${roomId}/end`);
    expect(refused.json()).toMatchObject({ status: 503, type: '/problems/media-unavailable' });

    livekit = await start();
    await eventually(
      'the meeting ends',
      async () => expect((await host.call('POST', `/api/v1/rooms/${roomId}/end`)).statusCode).toBe(204),
      60_000,
    );
    expect(await linesOf(roomId)).toHaveLength(1);
    socket.close();
  },
);
