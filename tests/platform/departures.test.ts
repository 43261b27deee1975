import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { productionPolicy } from '../../src/platform/api/policy.ts';
import { accountOn, seedAccount, type TestAccount } from './support/accounts.ts';
import { hasLiveKit, type MediaPlatform, mediaToken, startMediaPlatform } from './support/media-server.ts';
import { openRoom, problemOf, type TestRoom } from './support/meeting.ts';
import { eventually } from './support/services.ts';
import { noAnswer, type SlowWay, startSlowWay } from './support/slow-way.ts';
import { enterRoom, listen } from './support/socket.ts';

const slow = { tags: ['slow'] };
/** With the real media server; where there is none, `gomeet setup` builds it. */
const withLiveKit = test.skipIf(!hasLiveKit);
let media: MediaPlatform;
let way: SlowWay;
let app: FastifyInstance;
let url: string;
let room: TestRoom;
let guest: TestAccount;

beforeAll(async () => {
  if (!hasLiveKit) return;
  media = await startMediaPlatform();
  way = await startSlowWay(media.mediaUrl);
  const { livekit } = media.platform.config;
  app = await media.platform.startWorker({
    config: { livekit: { ...livekit, apiUrl: way.url } },
    policy: { ...productionPolicy, departureGraceMs: 1000 },
  });
  url = await listen(app);
});
beforeEach(async () => {
  if (!hasLiveKit) return;
  way.at = {};
  room = await openRoom(app);
  guest = await seedAccount(app, 'Gus');
  await media.enter(await mediaToken(guest, room.roomId));
});
afterAll(async () => {
  way?.stop();
  await media?.stop();
});

const remove = () => room.host.call('DELETE', room.path(`/participants/${guest.userId}`));
/** Their connection closes while an order for it is on its way. */
const vanish = async () => {
  await media.rooms.removeParticipant(room.roomId, guest.userId);
  return noAnswer();
};

withLiveKit(
  'whoever leaves and comes back is not cut by what was ordered for their leaving',
  slow,
  async () => {
    let release = (): void => undefined;
    const held = new Promise<undefined>((resolve) => {
      release = () => resolve(undefined);
    });
    way.at = { RemoveParticipant: () => held };
    await media.enter(await mediaToken(room.host, room.roomId));
    expect((await guest.call('POST', room.path('/leave'))).statusCode).toBe(204);
    await media.enter(await mediaToken(guest, room.roomId));
    // The host leaves later, so by the time at which that has had its effect, the guest's leaving has been looked after.
    expect((await room.host.call('POST', room.path('/leave'))).statusCode).toBe(204);
    release();
    await eventually('only the guest is there', async () =>
      expect(await media.present(room.roomId)).toEqual([guest.userId]),
    );
  },
);

withLiveKit('a worker that stops looks after those who have just left', slow, async () => {
  const { livekit } = media.platform.config;
  const stopping = await media.platform.startWorker({
    config: { livekit: { ...livekit, apiUrl: media.mediaUrl } },
    policy: { ...productionPolicy, departureGraceMs: 3_600_000 },
  });
  const there = accountOn(stopping, guest.userId, guest.token);
  expect((await there.call('POST', room.path('/leave'))).statusCode).toBe(204);
  expect(await media.present(room.roomId)).toEqual([guest.userId]);
  await stopping.close();
  await eventually('nobody is there', async () => expect(await media.present(room.roomId)).toEqual([]));
});

withLiveKit('whoever goes while they are removed is removed', slow, async () => {
  way.at = { RemoveParticipant: vanish };
  expect((await remove()).statusCode).toBe(204);
});

withLiveKit('and whoever goes while they get another role has it', slow, async () => {
  way.at = { UpdateParticipant: vanish };
  const observer = { role: 'observer' };
  const answer = await room.host.call('PUT', room.path(`/participants/${guest.userId}/role`), observer);
  expect(answer.statusCode).toBe(204);
});

withLiveKit('a removal that LiveKit did not carry out says so', slow, async () => {
  way.at = { RemoveParticipant: async () => noAnswer() };
  const answer = await remove();
  expect([answer.statusCode, problemOf(answer)]).toEqual([503, 'media-unavailable']);
  expect(await media.present(room.roomId)).toEqual([guest.userId]);
});

withLiveKit(
  'media is cut before the client is told, so that both do not close it at once',
  slow,
  async () => {
    const socket = await enterRoom(url, guest, room.roomId);
    way.at = {
      RemoveParticipant: async () => {
        app.hub.publish(room.roomId, { type: 'role', userId: guest.userId, role: 'observer' });
        await socket.next('role_changed');
        return undefined;
      },
    };
    expect((await remove()).statusCode).toBe(204);
    expect(await socket.next('removed')).toMatchObject({ roomId: room.roomId, banned: false });
    socket.close();
  },
);

withLiveKit('and told soon, though LiveKit does not answer', slow, async () => {
  const socket = await enterRoom(url, guest, room.roomId);
  let answer = (_: Response): void => undefined;
  way.at = {
    RemoveParticipant: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  };
  const removal = remove();
  await socket.next('removed');
  answer(noAnswer());
  expect((await removal).statusCode).toBe(503);
  socket.close();
});
