import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedAccount } from './support/accounts.ts';
import { openRoom, problemOf } from './support/meeting.ts';
import { type Platform, startPlatform } from './support/platform.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
});
afterAll(() => platform.stop());

test('settings begin with the defaults and what creation said, and change one by one', slow, async () => {
  const { host, path } = await openRoom(app, { settings: { chat: 'moderators' } });
  const defaults = (await host.call('GET', path('/settings'))).json();
  expect(defaults).toMatchObject({ waitingRoom: false, locked: false, access: 'open', chat: 'moderators' });
  const changed = await host.call('PUT', path('/settings'), { joinMuted: 'always' });
  expect(changed.json()).toEqual({ ...defaults, joinMuted: 'always' });
  const again = await host.call('PUT', path('/settings'), { joinMuted: 'auto' });
  expect(again.json()).toEqual(defaults);
});

test.each([{ joinMuted: 'sometimes' }, { colour: 'green' }, { locked: 'yes' }])(
  'settings such as %j are refused',
  slow,
  async (changes) => {
    const { host, path } = await openRoom(app);
    expect((await host.call('PUT', path('/settings'), changes)).statusCode).toBe(400);
  },
);

test('those in the room read its settings, the host and moderators write them', slow, async () => {
  const { host, path, join } = await openRoom(app);
  const [moderator, guest, stranger] = await Promise.all(
    ['Mo', 'Gaia', 'Eve'].map((n) => seedAccount(app, n)),
  );
  if (!moderator || !guest || !stranger) throw new Error('three accounts');
  await host.call('POST', path('/invitations'), { userId: moderator.userId, role: 'moderator' });
  await join(moderator);
  await join(guest);
  for (const [who, reads, writes] of [
    [host, 200, 200],
    [moderator, 200, 200],
    [guest, 200, 403],
    [stranger, 403, 403],
  ] as const) {
    expect((await who.call('GET', path('/settings'))).statusCode).toBe(reads);
    expect((await who.call('PUT', path('/settings'), { joinCameraOff: 'always' })).statusCode).toBe(writes);
  }
});

test(
  'a locked room lets in its host, its moderators and who is inside already, and nobody else',
  slow,
  async () => {
    const { host, path, join } = await openRoom(app);
    const [moderator, inside, outside] = await Promise.all(
      ['Mo', 'Ina', 'Otto'].map((n) => seedAccount(app, n)),
    );
    if (!moderator || !inside || !outside) throw new Error('three accounts');
    await host.call('POST', path('/invitations'), { userId: moderator.userId, role: 'moderator' });
    await join(inside);
    expect((await host.call('PUT', path('/lock'), { locked: true })).statusCode).toBe(204);
    expect((await join(inside)).statusCode).toBe(200);
    expect((await join(moderator)).json().participant.role).toBe('moderator');
    expect((await join(host)).statusCode).toBe(200);
    const refused = await join(outside);
    expect([refused.statusCode, problemOf(refused)]).toEqual([409, 'room-locked']);
    await inside.call('POST', path('/leave'));
    expect(problemOf(await join(inside))).toBe('room-locked');
    await host.call('PUT', path('/lock'), { locked: false });
    expect((await join(outside)).statusCode).toBe(200);
    const entries = await app.pool.query(
      "SELECT details FROM audit_log WHERE action = 'room.locked' AND actor_id = $1 ORDER BY id",
      [host.userId],
    );
    expect(entries.rows.map((row) => row.details)).toEqual([{ locked: true }, { locked: false }]);
  },
);

test('a room for the invited is not there for anybody else', slow, async () => {
  const { host, path, join } = await openRoom(app, { settings: { access: 'invited' } });
  const [guest, stranger] = await Promise.all(['Gaia', 'Eve'].map((name) => seedAccount(app, name)));
  if (!guest || !stranger) throw new Error('two accounts');
  await host.call('POST', path('/invitations'), { userId: guest.userId });
  expect((await guest.call('GET', path())).statusCode).toBe(200);
  expect((await join(guest)).statusCode).toBe(200);
  for (const answer of [await stranger.call('GET', path()), await join(stranger)]) {
    expect([answer.statusCode, problemOf(answer)]).toEqual([404, 'room-not-found']);
  }
});

test('what somebody may send and starts with follows from settings, role and size', slow, async () => {
  const { host, path, join } = await openRoom(app, {
    settings: { screenShare: 'moderators', joinMuted: 'always' },
  });
  const [guest, watcher] = await Promise.all(['Gaia', 'Wanda'].map((name) => seedAccount(app, name)));
  if (!guest || !watcher) throw new Error('two accounts');
  await host.call('POST', path('/invitations'), { userId: watcher.userId, role: 'observer' });
  const grantsOf = async (who: typeof host) => {
    const { livekit, media } = (await join(who)).json();
    const claims = JSON.parse(Buffer.from(livekit.token.split('.')[1], 'base64url').toString());
    return { video: claims.video, roomConfig: claims.roomConfig, media };
  };
  const camera = ['camera', 'microphone'];
  const screen = ['screen_share', 'screen_share_audio'];
  const hosting = await grantsOf(host);
  expect(hosting.video).toMatchObject({
    canPublishSources: [...camera, ...screen],
    canUpdateOwnMetadata: false,
  });
  expect(hosting.roomConfig).toMatchObject({ maxParticipants: 60, emptyTimeout: 300, departureTimeout: 60 });
  expect(hosting.media).toMatchObject({ joinMuted: true, autoSubscribe: false, lastN: 25 });
  expect((await grantsOf(guest)).video).toMatchObject({ canPublish: true, canPublishSources: camera });
  const watching = (await grantsOf(watcher)).video;
  expect(watching).toMatchObject({ canSubscribe: true, canPublish: false, canPublishData: false });
  for (const { video } of [hosting, { video: watching }]) {
    for (const right of ['roomAdmin', 'roomCreate', 'roomList', 'roomRecord', 'recorder', 'ingressAdmin'])
      expect(video).not.toHaveProperty(right);
  }
});
