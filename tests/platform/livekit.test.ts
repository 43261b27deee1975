import type { FastifyInstance } from 'fastify';
import { RoomServiceClient } from 'livekit-server-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createRoom, seedAccount, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { report } from './support/reports.ts';
import { eventually, findLiveKit, freePort, type Service, startLiveKit } from './support/services.ts';

const program = findLiveKit();
let platform: Platform;
let livekit: Service | undefined;
let app: FastifyInstance;
let host: TestAccount;
let guest: TestAccount;

beforeAll(async () => {
  if (program === undefined) return;
  platform = await startPlatform();
  const { apiKey, apiSecret } = platform.config.livekit;
  const port = await freePort();
  livekit = await startLiveKit(program, { [apiKey]: apiSecret }, `http://127.0.0.1:${port}/webhooks/livekit`);
  const { url } = livekit;
  app = await platform.startWorker({
    config: { livekit: { ...platform.config.livekit, clientUrl: url.replace('http', 'ws'), apiUrl: url } },
  });
  await app.listen({ host: '127.0.0.1', port });
  host = await seedAccount(app);
  guest = await seedAccount(app);
});
afterAll(async () => {
  await livekit?.stop();
  await platform?.stop();
});

/** With the real media server; where there is none, `gomeet setup` builds it. */
const withLiveKit = test.skipIf(program === undefined);
const slow = { tags: ['slow'] };
/** LiveKit itself sends away who negotiates no media for a minute: by then these tests have failed. */
const soon = { ...slow, timeout: 20_000 };

const roomService = () => {
  const { apiKey, apiSecret } = platform.config.livekit;
  return new RoomServiceClient(livekit?.url ?? '', apiKey, apiSecret);
};

async function mediaIn(roomId: string): Promise<string[]> {
  return (await roomService().listParticipants(roomId)).map((participant) => participant.identity);
}

/** Enters the room on the media server: its signalling suffices to be there. @returns when the server cut it. */
async function enterMedia(token: string): Promise<{ cut: Promise<unknown> }> {
  const url = livekit?.url.replace('http', 'ws');
  const socket = new WebSocket(`${url}/rtc?access_token=${token}&protocol=16&auto_subscribe=1`);
  const cut = new Promise((resolve) => socket.once('close', resolve));
  await new Promise((resolve, reject) => socket.once('message', resolve).once('error', reject));
  return { cut };
}

const join = async (who: TestAccount, roomId: string): Promise<string> =>
  (await who.call('POST', `/api/v1/rooms/${roomId}/join`)).json().livekit.token;

withLiveKit('leaving ends the media of whoever leaves, and of nobody else', soon, async () => {
  const roomId = await createRoom(host);
  const leaving = await enterMedia(await join(guest, roomId));
  const staying = await enterMedia(await join(host, roomId));
  expect((await mediaIn(roomId)).sort()).toEqual([guest.userId, host.userId].sort());
  expect((await guest.call('POST', `/api/v1/rooms/${roomId}/leave`)).statusCode).toBe(204);
  await leaving.cut;
  await eventually('only the host is left', async () => expect(await mediaIn(roomId)).toEqual([host.userId]));
  // LiveKit does not stop while someone is in a room.
  await host.call('POST', `/api/v1/rooms/${roomId}/end`);
  await staying.cut;
});

withLiveKit('an old token brings nobody into a room whose seats are taken', soon, async () => {
  const roomId = await createRoom(host, { maxUsers: 1 });
  const token = await join(guest, roomId);
  await guest.call('POST', `/api/v1/rooms/${roomId}/leave`);
  await join(host, roomId);
  const intruding = await enterMedia(token);
  const who = { identity: guest.userId, sid: 'PA_1' };
  const answer = await report(app, platform.config.livekit, { event: 'participant_joined', roomId, who });
  expect(answer.statusCode).toBe(204);
  await intruding.cut;
  const list = await host.call('GET', `/api/v1/rooms/${roomId}/participants`);
  expect(list.json().items).toEqual([expect.objectContaining({ userId: host.userId })]);
});

withLiveKit('nor into a meeting that is over', slow, async () => {
  const roomId = await createRoom(host);
  await join(guest, roomId);
  expect((await host.call('POST', `/api/v1/rooms/${roomId}/end`)).statusCode).toBe(204);
  const who = { identity: guest.userId, sid: 'PA_1' };
  const answer = await report(app, platform.config.livekit, { event: 'participant_joined', roomId, who });
  expect(answer.statusCode).toBe(204);
  const list = await host.call('GET', `/api/v1/rooms/${roomId}/participants`);
  expect(list.json().items).toEqual([]);
});

withLiveKit('the worker is ready', slow, async () => {
  const readiness = await app.inject('/readyz');
  expect(readiness.statusCode).toBe(200);
  expect(readiness.json().dependencies.livekit.state).toBe('ok');
});

withLiveKit('LiveKit takes the token that joining gives, and no other', slow, async () => {
  const roomId = await createRoom(host);
  const { token } = (await guest.call('POST', `/api/v1/rooms/${roomId}/join`)).json().livekit;
  const validate = (accessToken: string) => fetch(`${livekit?.url}/rtc/validate?access_token=${accessToken}`);
  expect((await validate(token)).status).toBe(200);
  expect((await validate(guest.token)).status).toBe(401);
});

withLiveKit('ending a meeting ends its media, and LiveKit itself says so', slow, async () => {
  const roomId = await createRoom(host);
  const rooms = roomService();
  await rooms.createRoom({ name: roomId });
  expect((await rooms.listRooms([roomId])).length).toBe(1);
  for (const _time of [1, 2]) {
    expect((await host.call('POST', `/api/v1/rooms/${roomId}/end`)).statusCode).toBe(204);
  }
  expect(await rooms.listRooms([roomId])).toEqual([]);
  await eventually('LiveKit has reported the end', async () => {
    const text = await app.metrics.registry.getSingleMetricAsString('gomeet_livekit_webhooks_total');
    expect(text).toContain('event="room_started"');
    expect(text).toContain('event="room_finished"');
  });
});

withLiveKit(
  'a meeting that is over stays over, though LiveKit opens a room for whoever has a token',
  slow,
  async () => {
    const roomId = await createRoom(host);
    expect((await host.call('POST', `/api/v1/rooms/${roomId}/end`)).statusCode).toBe(204);
    const rooms = roomService();
    await rooms.createRoom({ name: roomId });
    await eventually('LiveKit has closed it again', async () => {
      expect(await rooms.listRooms([roomId])).toEqual([]);
    });
  },
);
