import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRoom, seedAccount, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { type Connection, deliver, report as deliverReport, sign } from './support/reports.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;
let host: TestAccount;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
  host = await seedAccount(app);
});
afterAll(() => platform.stop());

const signed = (body: string, keys = platform.config.livekit) => sign(body, keys);

async function report(event: string, roomId: string, who?: Connection, at?: Date) {
  const answer = await deliverReport(app, platform.config.livekit, {
    event,
    roomId,
    who,
    ...(at && { at }),
  });
  expect(answer.statusCode).toBe(204);
}

async function present(roomId: string): Promise<string[]> {
  const list = await host.call('GET', `/api/v1/rooms/${roomId}/participants`);
  return list.json<{ items: { userId: string }[] }>().items.map((item) => item.userId);
}

async function joined(settings: object = {}): Promise<{ roomId: string; guest: TestAccount }> {
  const guest = await seedAccount(app);
  const roomId = await createRoom(host, settings);
  await guest.call('POST', `/api/v1/rooms/${roomId}/join`);
  return { roomId, guest };
}

test('a report that LiveKit did not sign changes nothing', slow, async () => {
  const { roomId, guest } = await joined();
  const participant = { identity: guest.userId, sid: 'PA_1' };
  const body = JSON.stringify({ event: 'participant_left', room: { name: roomId }, participant });
  const otherSecret = { ...platform.config.livekit, apiSecret: 'x'.repeat(32) };
  const otherKey = { ...platform.config.livekit, apiKey: 'another-key' };
  for (const authorization of [
    undefined,
    'nonsense',
    `Bearer ${host.token}`,
    await signed(body, otherSecret),
    await signed(body, otherKey),
    await signed(`${body} `),
  ]) {
    const refused = await deliver(app, body, authorization);
    expect(refused.json()).toMatchObject({ status: 401, type: '/problems/invalid-signature' });
  }
  expect(await present(roomId)).toEqual([guest.userId]);
});

test('someone who vanishes is no longer in the room', slow, async () => {
  const { roomId, guest } = await joined();
  await report('participant_joined', roomId, { identity: guest.userId, sid: 'PA_1' });
  expect(await present(roomId)).toEqual([guest.userId]);
  await report('participant_left', roomId, { identity: guest.userId, sid: 'PA_1' });
  expect(await present(roomId)).toEqual([]);
  const history = await app.pool.query(
    'SELECT left_at IS NOT NULL AS closed FROM meeting_history WHERE room_id = $1',
    [roomId],
  );
  expect(history.rows).toEqual([{ closed: true }]);
});

test('the end of a connection that was replaced leaves the person in the room', slow, async () => {
  const { roomId, guest } = await joined();
  await report('participant_joined', roomId, { identity: guest.userId, sid: 'PA_1' });
  await report('participant_joined', roomId, { identity: guest.userId, sid: 'PA_2' });
  await report('participant_left', roomId, { identity: guest.userId, sid: 'PA_1' });
  expect(await present(roomId)).toEqual([guest.userId]);
});

test.each([
  ['was reported', true],
  ['ended before it was reported', false],
])(
  'a late report of the end of a connection that %s leaves whoever has come back',
  slow,
  async (_, known) => {
    const { roomId, guest } = await joined();
    const former = { identity: guest.userId, sid: 'PA_1', joinedAtMs: Date.now() };
    if (known) await report('participant_joined', roomId, former);
    await guest.call('POST', `/api/v1/rooms/${roomId}/leave`);
    await guest.call('POST', `/api/v1/rooms/${roomId}/join`);
    await report('participant_left', roomId, former);
    expect(await present(roomId)).toEqual([guest.userId]);
    await report('participant_joined', roomId, { identity: guest.userId, sid: 'PA_2' });
    await report('participant_left', roomId, { identity: guest.userId, sid: 'PA_2' });
    expect(await present(roomId)).toEqual([]);
  },
);

test('reports of one connection in the wrong order do not bring a ghost back', slow, async () => {
  const { roomId, guest } = await joined();
  await report('participant_left', roomId, { identity: guest.userId, sid: 'PA_1' });
  await report('participant_joined', roomId, { identity: guest.userId, sid: 'PA_1' });
  expect(await present(roomId)).toEqual([]);
});

test('someone whom the API thought gone is back when media says so', slow, async () => {
  const { roomId, guest } = await joined();
  await guest.call('POST', `/api/v1/rooms/${roomId}/leave`);
  await report('participant_joined', roomId, { identity: guest.userId, sid: 'PA_1' });
  await report('participant_joined', roomId, { identity: guest.userId, sid: 'PA_1' });
  expect(await present(roomId)).toEqual([guest.userId]);
});

test(
  'someone who is refused the way back is reported again while the media server is away',
  slow,
  async () => {
    const { roomId, guest } = await joined({ maxUsers: 1 });
    await guest.call('POST', `/api/v1/rooms/${roomId}/leave`);
    await host.call('POST', `/api/v1/rooms/${roomId}/join`);
    const refused = await deliverReport(app, platform.config.livekit, {
      event: 'participant_joined',
      roomId,
      who: { identity: guest.userId, sid: 'PA_1' },
    });
    // LiveKit repeats what was not answered with 2xx, and by then it may be reached.
    expect(refused.json()).toMatchObject({ status: 503, type: '/problems/media-unavailable' });
    expect(await present(roomId)).toEqual([host.userId]);
  },
);

test(
  'a room that finished is empty but for those who took a seat since, and can be joined again',
  slow,
  async () => {
    const { roomId, guest } = await joined();
    await report('room_finished', roomId, undefined, new Date(Date.now() - 60_000));
    expect(await present(roomId)).toEqual([guest.userId]);
    await report('room_finished', roomId, undefined, new Date(Date.now() + 2000));
    expect(await present(roomId)).toEqual([]);
    expect((await guest.call('POST', `/api/v1/rooms/${roomId}/join`)).statusCode).toBe(200);
  },
);

test.each(['ended', 'deleted'])(
  'a room that opens at the media server after it was %s is closed',
  slow,
  async (how) => {
    const { roomId } = await joined();
    const [method, path] = how === 'ended' ? (['POST', '/end'] as const) : (['DELETE', ''] as const);
    // Nothing is at the media server's address: the first order fails, and the room is over all the same.
    await host.call(method, `/api/v1/rooms/${roomId}${path}`);
    if (how === 'deleted') await app.rooms.delete(roomId);
    const again = await deliverReport(app, platform.config.livekit, { event: 'room_started', roomId });
    expect(again.json()).toMatchObject({ status: 503, type: '/problems/media-unavailable' });
  },
);

test('[v5.0.0-7.4.2] media of a shut account do not bring it back into a room', slow, async () => {
  const { roomId, guest } = await joined();
  await guest.call('POST', `/api/v1/rooms/${roomId}/leave`);
  await app.pool.query("UPDATE users SET status = 'banned' WHERE id = $1", [guest.userId]);
  const refused = await deliverReport(app, platform.config.livekit, {
    event: 'participant_joined',
    roomId,
    who: { identity: guest.userId, sid: 'PA_1' },
  });
  expect(refused.statusCode).toBe(503);
  expect(await present(roomId)).toEqual([]);
});

test('reports about what is not ours are acknowledged and change nothing', slow, async () => {
  const { roomId, guest } = await joined();
  await report('participant_left', roomId, { identity: 'EG_recorder', sid: 'PA_9' });
  await report('participant_left', 'someone-elses-room', { identity: guest.userId, sid: 'PA_9' });
  await report('participant_joined', randomUUID(), { identity: guest.userId, sid: 'PA_9' });
  await report('track_published', roomId, { identity: guest.userId, sid: 'PA_9' });
  expect(await present(roomId)).toEqual([guest.userId]);
});

test('signed reports are not limited, forged ones are', slow, async () => {
  const { roomId } = await joined();
  const forge = () =>
    app.inject({ method: 'POST', url: '/webhooks/livekit', payload: '{}', remoteAddress: '127.4.0.1' });
  for (let tried = 0; tried < 60; tried += 1) expect((await forge()).statusCode).toBe(401);
  expect((await forge()).statusCode).toBe(429);
  await Promise.all(Array.from({ length: 100 }, () => report('track_published', roomId)));
});
