import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountOn, holdMeeting, seedAccount, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { enterRoom, listen, openSession, type TestSocket } from './support/socket.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
let app: FastifyInstance;
let other: FastifyInstance;
let url: string;
let otherUrl: string;

beforeAll(async () => {
  platform = await startPlatform();
  app = await platform.startWorker();
  other = await platform.startWorker({ config: { worker: 'api-2' } });
  [url, otherUrl] = [await listen(app), await listen(other)];
});
afterAll(() => platform.stop());

/** A host on one worker and a guest on another. */
async function meet() {
  const { roomId, people } = await holdMeeting(app, 2);
  const [host, guest] = people as [TestAccount, TestAccount];
  const here = await enterRoom(url, host, roomId);
  const there = await enterRoom(otherUrl, accountOn(other, guest.userId, guest.token), roomId);
  await here.next('presence', ({ joined }) => joined.some(({ userId }) => userId === guest.userId));
  const close = () => {
    here.close();
    there.close();
  };
  return { roomId, host, guest, here, there, close };
}

const changeOf = (socket: TestSocket, userId: string) =>
  socket
    .next('presence', ({ changed }) => changed.some((change) => change.userId === userId))
    .then(({ changed }) => changed.find((change) => change.userId === userId));

test.each([
  [{ type: 'mute', muted: false }, { type: 'mute', muted: true }, 'audio'],
  [{ type: 'video', enabled: true }, { type: 'video', enabled: false }, 'video'],
  [{ type: 'screen_share', active: true }, { type: 'screen_share', active: false }, 'screen'],
  [{ type: 'hand', raised: true }, { type: 'hand', raised: false }, 'hand'],
])('%j is seen on other workers, by newcomers too, until it is taken back', slow, async (on, off, what) => {
  const { roomId, guest, here, there, close } = await meet();
  there.send(on);
  expect(await changeOf(here, guest.userId)).toEqual({ userId: guest.userId, [what]: true });
  // A worker that did not hear it has to ask for it.
  const third = await platform.startWorker({ config: { worker: `api-${what}` } });
  const newcomer = await openSession(await listen(third), accountOn(third, guest.userId, guest.token));
  newcomer.send({ type: 'join_room', roomId });
  const { states } = await newcomer.next('joined');
  const told = states.length > 0 ? states[0] : await changeOf(newcomer, guest.userId);
  expect(told).toEqual({ userId: guest.userId, [what]: true });
  there.send(off);
  expect(await changeOf(here, guest.userId)).toEqual({ userId: guest.userId, [what]: false });
  newcomer.close();
  close();
});

test('typing and reactions reach the other worker; a line ends typing', slow, async () => {
  const { roomId, guest, here, there, close } = await meet();
  there.send({ type: 'typing', active: true });
  expect(await here.next('typing')).toEqual({ type: 'typing', roomId, userIds: [guest.userId] });
  there.send({ type: 'chat', text: 'Done' });
  expect(await here.next('typing')).toMatchObject({ userIds: [] });
  const emojis = ['👏', '👩🏽‍🚀', '🇫🇷'];
  for (const emoji of emojis) there.send({ type: 'reaction', emoji });
  expect((await here.next('reactions')).items).toEqual(
    emojis.map((emoji) => ({ userId: guest.userId, emoji })),
  );
  close();
});

test('moderators are heard at once: muted, another role, settings, removed', slow, async () => {
  const { roomId, host, guest, here, there, close } = await meet();
  there.send({ type: 'mute', muted: false });
  expect(await changeOf(here, guest.userId)).toMatchObject({ audio: true });
  other.hub.publish(roomId, { type: 'muted', userId: guest.userId, kind: 'audio', by: host.userId });
  expect(await there.next('muted')).toEqual({ type: 'muted', roomId, kind: 'audio', by: host.userId });
  expect(await changeOf(here, guest.userId)).toMatchObject({ audio: false });

  app.hub.publish(roomId, { type: 'role', userId: guest.userId, role: 'moderator' });
  expect(await there.next('role_changed')).toEqual({ type: 'role_changed', roomId, role: 'moderator' });
  expect(await changeOf(here, guest.userId)).toEqual({ userId: guest.userId, role: 'moderator' });
  app.hub.publish(roomId, { type: 'waiting', count: 3 });
  expect(await there.next('waiting')).toEqual({ type: 'waiting', roomId, count: 3 });

  const settings = { chat: 'off' } as const;
  await host.call('PUT', `/api/v1/rooms/${roomId}/settings`, settings);
  expect((await there.next('room_updated')).settings).toMatchObject(settings);

  app.hub.publish(roomId, { type: 'removed', userId: guest.userId, banned: true });
  expect(await there.next('removed')).toEqual({ type: 'removed', roomId, banned: true });
  there.send({ type: 'hand', raised: true });
  expect((await there.next('error')).code).toBe('not-in-room');
  close();
});

test('recordings and breakout rooms are told, to each what concerns them', slow, async () => {
  const { roomId, guest, here, there, close } = await meet();
  app.hub.publish(roomId, { type: 'recording', active: true, recordingId: 'one' });
  expect(await there.next('recording')).toMatchObject({ active: true, recordingId: 'one' });
  app.hub.publish(roomId, { type: 'breakouts', open: true, assignments: { [guest.userId]: 'small' } });
  expect(await there.next('breakouts')).toMatchObject({ open: true, yourRoomId: 'small' });
  expect(await here.next('breakouts')).toMatchObject({ open: true, yourRoomId: null });
  app.hub.publish(roomId, { type: 'broadcast', text: 'Five minutes' });
  expect(await there.next('breakout_message')).toMatchObject({ text: 'Five minutes' });
  here.send({ type: 'recording', active: false, ref: 'stop' });
  expect(await here.next('error')).toMatchObject({ code: 'not-recording', ref: 'stop' });
  // No recorder runs in this test: the refusal is that of the REST endpoint.
  here.send({ type: 'recording', active: true, ref: 'start' });
  expect(await here.next('error')).toMatchObject({ code: 'recording-unavailable', ref: 'start' });
  close();
});

test('whoever waits hears that they are let in, then enters', slow, async () => {
  const { roomId, people } = await holdMeeting(app, 1);
  const [host] = people as [TestAccount];
  await host.call('PUT', `/api/v1/rooms/${roomId}/settings`, { waitingRoom: true });
  const guest = await seedAccount(app);
  const socket = await openSession(otherUrl, accountOn(other, guest.userId, guest.token));
  socket.send({ type: 'wait_room', roomId });
  expect((await socket.next('error')).code).toBe('not-waiting');
  expect((await guest.call('POST', `/api/v1/rooms/${roomId}/join`)).statusCode).toBe(202);
  socket.send({ type: 'wait_room', roomId, ref: 'w' });
  expect(await socket.next('waiting')).toEqual({ type: 'waiting', roomId, ref: 'w' });
  socket.send({ type: 'chat', text: 'Let me in' });
  expect((await socket.next('error')).code).toBe('not-in-room');
  await host.call('POST', `/api/v1/rooms/${roomId}/waiting/${guest.userId}/admit`);
  expect(await socket.next('admitted')).toEqual({ type: 'admitted', roomId });
  expect((await guest.call('POST', `/api/v1/rooms/${roomId}/join`)).statusCode).toBe(200);
  socket.send({ type: 'join_room', roomId });
  expect(await socket.next('joined')).toMatchObject({ role: 'participant', participantCount: 2 });
  socket.close();
});

test('one person is told something on whichever worker they are', slow, async () => {
  const account = await seedAccount(app);
  const socket = await openSession(otherUrl, accountOn(other, account.userId, account.token));
  app.hub.notify(account.userId, { type: 'notification', id: '1', title: 'T', message: 'M', data: {} });
  expect(await socket.next('notification')).toMatchObject({ id: '1', title: 'T' });
  socket.close();
});
