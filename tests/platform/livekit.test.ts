import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRoom, seedAccount, type TestAccount } from './support/accounts.ts';
import {
  hasLiveKit,
  mediaToken as join,
  type MediaPlatform,
  startMediaPlatform,
} from './support/media-server.ts';
import { report } from './support/reports.ts';
import { eventually } from './support/services.ts';

let media: MediaPlatform;
let app: FastifyInstance;
let host: TestAccount;
let guest: TestAccount;

beforeAll(async () => {
  if (!hasLiveKit) return;
  media = await startMediaPlatform();
  app = media.app;
  host = await seedAccount(app);
  guest = await seedAccount(app);
});
afterAll(() => media?.stop());

/** With the real media server; where there is none, `gomeet setup` builds it. */
const withLiveKit = test.skipIf(!hasLiveKit);
const slow = { tags: ['slow'] };
/** LiveKit itself sends away who negotiates no media for a minute: by then these tests have failed. */
const soon = { ...slow, timeout: 20_000 };

withLiveKit('leaving ends the media of whoever leaves, and of nobody else', soon, async () => {
  const roomId = await createRoom(host);
  const leaving = await media.enter(await join(guest, roomId));
  const staying = await media.enter(await join(host, roomId));
  expect((await media.present(roomId)).sort()).toEqual([guest.userId, host.userId].sort());
  expect((await guest.call('POST', `/api/v1/rooms/${roomId}/leave`)).statusCode).toBe(204);
  await leaving.cut;
  await eventually('only the host is left', async () =>
    expect(await media.present(roomId)).toEqual([host.userId]),
  );
  // LiveKit does not stop while someone is in a room.
  await host.call('POST', `/api/v1/rooms/${roomId}/end`);
  await staying.cut;
});

withLiveKit('an old token brings nobody into a room whose seats are taken', soon, async () => {
  const roomId = await createRoom(host, { maxUsers: 1 });
  const token = await join(guest, roomId);
  await guest.call('POST', `/api/v1/rooms/${roomId}/leave`);
  await join(host, roomId);
  const intruding = await media.enter(token);
  const who = { identity: guest.userId, sid: 'PA_1' };
  const answer = await report(app, media.platform.config.livekit, {
    event: 'participant_joined',
    roomId,
    who,
  });
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
  const answer = await report(app, media.platform.config.livekit, {
    event: 'participant_joined',
    roomId,
    who,
  });
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
  const validate = (accessToken: string) =>
    fetch(`${media.mediaUrl}/rtc/validate?access_token=${accessToken}`);
  expect((await validate(token)).status).toBe(200);
  expect((await validate(guest.token)).status).toBe(401);
});

withLiveKit('ending a meeting ends its media, and LiveKit itself says so', slow, async () => {
  const roomId = await createRoom(host);
  const { rooms } = media;
  await rooms.createRoom({ name: roomId });
  expect((await rooms.listRooms([roomId])).length).toBe(1);
  for (const _time of [1, 2]) {
    expect((await host.call('POST', `/api/v1/rooms/${roomId}/end`)).statusCode).toBe(204);
  }
  expect(await rooms.listRooms([roomId])).toEqual([]);
  await eventually('LiveKit has reported the end', async () => {
    const text = await app.metrics.registry.getSingleMetricAsString('gomeet_livekit_webhooks_total');
    expect(text).toMatch(/event="room_started".*\} [1-9]/);
    expect(text).toMatch(/event="room_finished".*\} [1-9]/);
  });
});

withLiveKit(
  'a meeting that is over stays over, though LiveKit opens a room for whoever has a token',
  slow,
  async () => {
    const roomId = await createRoom(host);
    expect((await host.call('POST', `/api/v1/rooms/${roomId}/end`)).statusCode).toBe(204);
    const { rooms } = media;
    await rooms.createRoom({ name: roomId });
    await eventually('LiveKit has closed it again', async () => {
      expect(await rooms.listRooms([roomId])).toEqual([]);
    });
  },
);
