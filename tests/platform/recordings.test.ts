import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRoom, holdMeeting, seedAccount, type TestAccount } from './support/accounts.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { findRecorder, type RecorderService, startRecorder } from './support/recorder.ts';
import { eventually, findLiveKit, type Service, startLiveKit } from './support/services.ts';
import { enterRoom, listen } from './support/socket.ts';

interface Recording {
  readonly id: string;
  readonly status: string;
  readonly durationMs: number | null;
  readonly sizeBytes: number;
  readonly contentUrl: string;
}

const programs = { livekit: findLiveKit(), recorder: findRecorder() };
let platform: Platform;
let livekit: Service | undefined;
let recorder: RecorderService | undefined;
let app: FastifyInstance;
let webSocketUrl: string;

beforeAll(async () => {
  platform = await startPlatform();
  if (programs.livekit === undefined || programs.recorder === undefined) return;
  const { apiKey, apiSecret } = platform.config.livekit;
  const keys = { [apiKey]: apiSecret };
  livekit = await startLiveKit(programs.livekit, keys, 'http://127.0.0.1:1/webhooks/livekit');
  recorder = await startRecorder(programs.recorder);
  const { url } = livekit;
  app = await platform.startWorker({
    config: {
      livekit: { ...platform.config.livekit, clientUrl: url.replace('http', 'ws'), apiUrl: url },
      recording: { egress: undefined, recorder: { url: recorder.url, token: recorder.token } },
    },
  });
  webSocketUrl = await listen(app);
});
afterAll(async () => {
  await recorder?.stop();
  await livekit?.stop();
  await platform.stop();
});

/** With the real media server and the real recorder; where they are not, `gomeet setup` builds them. */
const withRecorder = describe.skipIf(programs.livekit === undefined || programs.recorder === undefined);
const slow = { tags: ['slow'], timeout: 60_000 };

const urlOf = (roomId: string, recordingId = '') =>
  `/api/v1/rooms/${roomId}/recordings${recordingId && `/${recordingId}`}`;

async function awaitReady(who: TestAccount, roomId: string, id: string): Promise<Recording> {
  return eventually('the recording is ready', async () => {
    const recording = (await who.call('GET', urlOf(roomId, id))).json<Recording>();
    if (recording.status !== 'ready') throw new Error(`it is ${recording.status}`);
    return recording;
  });
}

withRecorder('a recording', slow, () => {
  let host: TestAccount;
  let guest: TestAccount;
  let roomId: string;
  let ready: Recording;

  test('is begun and ended by its host, and everybody in the room is told', slow, async () => {
    const meeting = await holdMeeting(app, 2);
    roomId = meeting.roomId;
    [host, guest] = meeting.people as [TestAccount, TestAccount];
    const socket = await enterRoom(webSocketUrl, guest, roomId);
    const begun = await host.call('POST', urlOf(roomId));
    expect(begun.statusCode, begun.body).toBe(201);
    const { id } = begun.json<Recording>();
    expect(begun.headers.location).toBe(urlOf(roomId, id));
    expect(begun.json()).toMatchObject({ status: 'recording', startedBy: host.userId, contentUrl: null });
    expect(await socket.next('recording')).toMatchObject({ active: true, recordingId: id });

    expect((await host.call('POST', urlOf(roomId))).json()).toMatchObject({
      type: '/problems/recording-running',
    });
    expect((await host.call('DELETE', urlOf(roomId, id))).statusCode).toBe(409);
    const elsewhere = await holdMeeting(app, 1);
    const busy = await elsewhere.people[0]?.call('POST', urlOf(elsewhere.roomId));
    expect(busy?.statusCode).toBe(503);
    expect(busy?.headers['retry-after']).toBe('30');

    const stopped = await host.call('POST', `${urlOf(roomId, id)}/stop`);
    expect(stopped.statusCode, stopped.body).toBe(200);
    expect(await socket.next('recording')).toMatchObject({ active: false, recordingId: id });
    expect((await host.call('POST', `${urlOf(roomId, id)}/stop`)).statusCode).toBe(409);
    ready = await awaitReady(host, roomId, id);
    expect(ready.durationMs).toBeGreaterThan(0);
    socket.close();
  });

  test('can be watched by its link or with a token, as a whole or in part', slow, async () => {
    const whole = await app.inject({ url: ready.contentUrl });
    expect(whole.statusCode).toBe(200);
    expect(whole.headers).toMatchObject({ 'content-type': 'video/mp4', 'accept-ranges': 'bytes' });
    expect(whole.rawPayload).toHaveLength(ready.sizeBytes);
    expect(whole.rawPayload.subarray(4, 8).toString()).toBe('ftyp');
    const part = await app.inject({ url: ready.contentUrl, headers: { range: 'bytes=4-7' } });
    expect(part.statusCode).toBe(206);
    expect(part.headers['content-range']).toBe(`bytes 4-7/${ready.sizeBytes}`);
    expect(part.body).toBe('ftyp');
    const { etag } = whole.headers;
    const again = await app.inject({ url: ready.contentUrl, headers: { 'if-none-match': String(etag) } });
    expect(again.statusCode).toBe(304);
    const beyond = await app.inject({ url: ready.contentUrl, headers: { range: 'bytes=99999999-' } });
    expect(beyond.json()).toMatchObject({ type: '/problems/range-not-satisfiable' });
    expect((await guest.call('GET', `${urlOf(roomId, ready.id)}/content`)).statusCode).toBe(200);
  });

  test('is not watched by a stranger, without a token, or by a link that was changed', async () => {
    const stranger = await seedAccount(app);
    const url = `${urlOf(roomId, ready.id)}/content`;
    expect((await stranger.call('GET', url)).statusCode).toBe(403);
    expect((await app.inject({ url })).statusCode).toBe(401);
    const changed = ready.contentUrl.replace(/expires=\d+/, 'expires=99999999999');
    expect((await app.inject({ url: changed })).json()).toMatchObject({ type: '/problems/link-expired' });
  });

  test('is in the lists, in the history and among the notifications of who began it', async () => {
    for (const url of [urlOf(roomId), '/api/v1/recordings'])
      expect((await host.call('GET', url)).json()).toMatchObject({
        items: [{ id: ready.id }],
        nextCursor: null,
      });
    expect((await guest.call('GET', '/api/v1/recordings')).json()).toMatchObject({ items: [] });
    const history = await host.call('GET', `/api/v1/rooms/${roomId}/history`);
    expect(history.json()).toMatchObject({ items: [{ recordingUrl: urlOf(roomId, ready.id) }, {}] });
    expect((await host.call('GET', '/api/v1/notifications')).json()).toMatchObject({
      items: [{ type: 'recording-ready', data: { roomId, recordingId: ready.id } }],
    });
  });

  test('is not begun by a participant, nor by a moderator where only the host may', slow, async () => {
    expect((await guest.call('POST', urlOf(roomId))).statusCode).toBe(403);
    const settings = `/api/v1/rooms/${roomId}/settings`;
    expect((await host.call('PUT', settings, { recording: 'host' })).statusCode).toBe(200);
    await host.call('PUT', `/api/v1/rooms/${roomId}/participants/${guest.userId}/role`, {
      role: 'moderator',
    });
    expect((await guest.call('POST', urlOf(roomId))).statusCode).toBe(403);
  });

  test('ends with its room, and the row learns of it', slow, async () => {
    const other = await createRoom(host);
    await host.call('POST', `/api/v1/rooms/${other}/join`);
    const { id } = (await host.call('POST', urlOf(other))).json<Recording>();
    await host.call('POST', `/api/v1/rooms/${other}/end`);
    await awaitReady(host, other, id);
  });

  test('is deleted by its host, file and all', async () => {
    expect((await guest.call('DELETE', urlOf(roomId, ready.id))).statusCode).toBe(403);
    expect((await host.call('DELETE', urlOf(roomId, ready.id))).statusCode).toBe(204);
    expect((await app.inject({ url: ready.contentUrl })).statusCode).toBe(404);
    const answer = await fetch(`${recorder?.url}/recordings/${ready.id}`, {
      headers: { authorization: `Bearer ${recorder?.token}` },
    });
    expect(answer.status).toBe(404);
    expect((await fetch(`${recorder?.url}/recordings/${ready.id}`)).status).toBe(401);
  });
});

describe('where nothing records', () => {
  test('an order to record is answered by a documented 503', async () => {
    const bare = await platform.startWorker();
    const { roomId, people } = await holdMeeting(bare, 1);
    const answer = await people[0]?.call('POST', urlOf(roomId));
    expect(answer?.statusCode).toBe(503);
    expect(answer?.json()).toMatchObject({ type: '/problems/recording-unavailable' });
    expect((await people[0]?.call('GET', urlOf(roomId)))?.json()).toEqual({ items: [], nextCursor: null });
  });

  test('a recorder that is away is one that does not record, and leaves no row', async () => {
    const away = { url: 'http://127.0.0.1:1', token: 'x'.repeat(32) };
    const bare = await platform.startWorker({ config: { recording: { egress: undefined, recorder: away } } });
    const { roomId, people } = await holdMeeting(bare, 1);
    expect((await people[0]?.call('POST', urlOf(roomId)))?.statusCode).toBe(503);
    expect((await people[0]?.call('GET', urlOf(roomId)))?.json()).toEqual({ items: [], nextCursor: null });
  });
});
