import { TrackSource } from 'livekit-server-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountOn, seedAccount, type TestAccount } from './support/accounts.ts';
import { hasLiveKit, type MediaPlatform, mediaToken, startMediaPlatform } from './support/media-server.ts';
import { openRoom, problemOf, type TestRoom } from './support/meeting.ts';
import { report } from './support/reports.ts';
import { eventually } from './support/services.ts';

const slow = { tags: ['slow'] };
/** With the real media server; where there is none, `gomeet setup` builds it. */
const withLiveKit = test.skipIf(!hasLiveKit);
let media: MediaPlatform;

beforeAll(async () => {
  if (hasLiveKit) media = await startMediaPlatform();
});
afterAll(() => media?.stop());

const camera = [TrackSource.CAMERA, TrackSource.MICROPHONE];
const screen = [TrackSource.SCREEN_SHARE, TrackSource.SCREEN_SHARE_AUDIO];

async function meeting(
  ...names: string[]
): Promise<TestRoom & { people: TestAccount[]; cuts: Promise<unknown>[] }> {
  const room = await openRoom(media.app);
  const people = await Promise.all(names.map((name) => seedAccount(media.app, name)));
  const cuts: Promise<unknown>[] = [];
  for (const person of people) {
    cuts.push((await media.enter(await mediaToken(person, room.roomId))).cut);
  }
  return { ...room, people, cuts };
}

const rightsOf = async (roomId: string, { userId }: TestAccount) =>
  (await media.rooms.getParticipant(roomId, userId)).permission;

withLiveKit('the media server opens a room with the limits of its seats', slow, async () => {
  const { roomId } = await meeting('Ada');
  const [room] = await media.rooms.listRooms([roomId]);
  expect(room).toMatchObject({ maxParticipants: 60, emptyTimeout: 300, departureTimeout: 60 });
});

withLiveKit('a role is what the media server lets somebody send, at once', slow, async () => {
  const { host, path, people, roomId, join } = await meeting('Ada');
  const [ada] = people as [TestAccount];
  expect(await rightsOf(roomId, ada)).toMatchObject({
    canPublishSources: [...camera, ...screen],
    canUpdateMetadata: false,
    hidden: false,
  });
  const become = (role: string) => host.call('PUT', path(`/participants/${ada.userId}/role`), { role });
  expect((await become('observer')).statusCode).toBe(204);
  expect(await rightsOf(roomId, ada)).toMatchObject({
    canSubscribe: true,
    canPublish: false,
    canPublishData: false,
  });
  expect((await join(ada)).json().participant.role).toBe('observer');
  expect((await become('moderator')).statusCode).toBe(204);
  expect(await rightsOf(roomId, ada)).toMatchObject({ canPublish: true, canPublishData: true });
  expect((await ada.call('PUT', path('/lock'), { locked: true })).statusCode).toBe(204);
});

withLiveKit('screens are shared by moderators only, as soon as the room says so', slow, async () => {
  const { host, path, people, roomId } = await meeting('Ada', 'Mo');
  const [ada, mo] = people as [TestAccount, TestAccount];
  await host.call('PUT', path(`/participants/${mo.userId}/role`), { role: 'moderator' });
  expect((await host.call('PUT', path('/settings'), { screenShare: 'moderators' })).statusCode).toBe(200);
  expect((await rightsOf(roomId, ada))?.canPublishSources).toEqual(camera);
  expect((await rightsOf(roomId, mo))?.canPublishSources).toEqual([...camera, ...screen]);
  await host.call('PUT', path('/settings'), { screenShare: 'everyone' });
  expect((await rightsOf(roomId, ada))?.canPublishSources).toEqual([...camera, ...screen]);
});

withLiveKit('whoever is removed is cut, and may come back', slow, async () => {
  const { host, path, people, cuts, roomId, join } = await meeting('Ada', 'Bob');
  const [ada, bob] = people as [TestAccount, TestAccount];
  expect((await host.call('DELETE', path(`/participants/${ada.userId}`))).statusCode).toBe(204);
  await cuts[0];
  await eventually('only Bob is left', async () => expect(await media.present(roomId)).toEqual([bob.userId]));
  expect((await join(ada)).statusCode).toBe(200);
});

withLiveKit(
  'whoever is removed for good stays out, by no token either, until invited anew',
  slow,
  async () => {
    const { host, path, people, cuts, roomId, join } = await meeting('Eve');
    const [eve] = people as [TestAccount];
    const token = await mediaToken(eve, roomId);
    expect((await host.call('DELETE', path(`/participants/${eve.userId}?ban=true`))).statusCode).toBe(204);
    await cuts[0];
    const refused = await join(eve);
    expect([refused.statusCode, problemOf(refused)]).toEqual([403, 'removed-from-room']);
    const back = await media.enter(token);
    // LiveKit reports a connection when its media stand; this one has none, so the report is given in its place.
    const who = { identity: eve.userId, sid: 'PA_back' };
    const event = 'participant_joined';
    expect((await report(media.app, media.platform.config.livekit, { event, roomId, who })).statusCode).toBe(
      204,
    );
    await back.cut;
    expect((await host.call('GET', path('/participants'))).json().items).toEqual([]);
    expect((await host.call('POST', path('/invitations'), { userId: eve.userId })).statusCode).toBe(201);
    expect((await join(eve)).statusCode).toBe(200);
  },
);

withLiveKit('who may moderate whom', slow, async () => {
  const { host, path, people, join } = await meeting('Ada', 'Mo', 'Mia');
  const [ada, mo, mia] = people as [TestAccount, TestAccount, TestAccount];
  const stranger = await seedAccount(media.app);
  await join(host);
  for (const one of [mo, mia])
    await host.call('PUT', path(`/participants/${one.userId}/role`), { role: 'moderator' });
  const mute = (who: TestAccount, whom: TestAccount) =>
    who.call('POST', path(`/participants/${whom.userId}/mute`), { kind: 'audio' });
  for (const [who, whom, status] of [
    [ada, mo, 403],
    [stranger, ada, 403],
    [mo, ada, 204],
    [mo, mia, 403],
    [mo, host, 403],
    [host, mo, 204],
    [host, host, 403],
    [host, stranger, 404],
  ] as const) {
    expect((await mute(who, whom)).statusCode).toBe(status);
  }
  const role = (who: TestAccount) =>
    who.call('PUT', path(`/participants/${ada.userId}/role`), { role: 'moderator' });
  expect((await role(mo)).statusCode).toBe(403);
  expect(
    (await host.call('PUT', path(`/participants/${ada.userId}/role`), { role: 'host' })).statusCode,
  ).toBe(400);
  const log = await media.app.pool.query(
    "SELECT details FROM audit_log WHERE action = 'participant.muted' AND subject_id = $1",
    [ada.userId],
  );
  expect(log.rows).toEqual([{ details: { roomId: path().split('/').at(-1), kind: 'audio' } }]);
});

withLiveKit('the end of a meeting ends the media of its breakout rooms', slow, async () => {
  const { host, path, people, roomId, cuts } = await meeting('Ada');
  const [ada] = people as [TestAccount];
  const opened = await host.call('POST', path('/breakouts'), { names: ['Red'], assign: 'evenly' });
  const breakoutId: string = opened.json().items[0].id;
  const inside = await media.enter(await mediaToken(ada, breakoutId));
  expect(await media.rooms.listRooms([roomId, breakoutId])).toHaveLength(2);
  expect((await host.call('POST', path('/end'))).statusCode).toBe(204);
  await Promise.all([...cuts, inside.cut]);
  expect(await media.rooms.listRooms([roomId, breakoutId])).toEqual([]);
});

withLiveKit(
  'the people in all rooms are counted, as long as the media server can be asked',
  slow,
  async () => {
    await meeting('Ada', 'Bob');
    const gauge = () => media.app.metrics.registry.getSingleMetricAsString('livekit_participants_total');
    await eventually('both are counted', async () => {
      const counted = Number(/\} (\d+)/.exec(await gauge())?.[1]);
      expect(counted).toBeGreaterThanOrEqual(2);
    });
    const alone = await media.platform.startWorker({ config: { worker: 'api-without-media' } });
    const text = await alone.metrics.registry.getSingleMetricAsString('livekit_participants_total');
    expect(text).not.toMatch(/^livekit_participants_total/m);
  },
);

withLiveKit('a media server that is down is left alone, and each caller told so at once', slow, async () => {
  const { host, roomId } = await meeting();
  const config = { ...media.platform.config, worker: 'api-media-down' };
  const alone = await media.platform.startWorker({ config });
  const there = accountOn(alone, host.userId, host.token);
  for (let failures = 0; failures < 5; failures += 1)
    expect(problemOf(await there.call('POST', `/api/v1/rooms/${roomId}/end`))).toBe('media-unavailable');
  const state = await alone.metrics.registry.getSingleMetricAsString('circuit_breaker_state');
  expect(state).toMatch(/name="livekit".* 2$/m);
  const refused = await there.call('POST', `/api/v1/rooms/${roomId}/end`);
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '15']);
});
