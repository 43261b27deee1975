import type { FastifyInstance } from 'fastify';
import { RoomServiceClient } from 'livekit-server-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRoom, seedAccount, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
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
  const { apiKey, apiSecret } = platform.config.livekit;
  const rooms = new RoomServiceClient(livekit?.url ?? '', apiKey, apiSecret);
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
    const { apiKey, apiSecret } = platform.config.livekit;
    const rooms = new RoomServiceClient(livekit?.url ?? '', apiKey, apiSecret);
    await rooms.createRoom({ name: roomId });
    await eventually('LiveKit has closed it again', async () => {
      expect(await rooms.listRooms([roomId])).toEqual([]);
    });
  },
);
