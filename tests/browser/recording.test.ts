import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { holdMeeting, type TestAccount } from '../platform/support/accounts.ts';
import { type Platform, startPlatform } from '../platform/support/platform.ts';
import { findRecorder, type RecorderService, startRecorder } from '../platform/support/recorder.ts';
import { eventually, findLiveKit, type Service, startLiveKit } from '../platform/support/services.ts';
import { launchChromium, mediaFlags } from './chromium.ts';

const programs = { livekit: findLiveKit(), recorder: findRecorder() };
let platform: Platform;
let livekit: Service;
let recorder: RecorderService;
let app: FastifyInstance;
let origin: string;
let browser: Browser;

beforeAll(async () => {
  if (programs.livekit === undefined || programs.recorder === undefined) return;
  platform = await startPlatform();
  const { apiKey, apiSecret } = platform.config.livekit;
  livekit = await startLiveKit(
    programs.livekit,
    { [apiKey]: apiSecret },
    'http://127.0.0.1:1/webhooks/livekit',
  );
  recorder = await startRecorder(programs.recorder);
  app = await platform.startWorker({
    config: {
      livekit: {
        ...platform.config.livekit,
        clientUrl: livekit.url.replace('http', 'ws'),
        apiUrl: livekit.url,
      },
      recording: { egress: undefined, recorder: { url: recorder.url, token: recorder.token } },
    },
  });
  origin = await app.listen({ host: '127.0.0.1', port: 0 });
  browser = await launchChromium([...mediaFlags, anyAddress]);
});
afterAll(async () => {
  await browser?.close();
  await recorder?.stop();
  await livekit?.stop();
  await platform?.stop();
});

/** The empty page is answered by the test, so Chromium takes it for one of the internet, which may not reach 127.0.0.1. */
const anyAddress = '--disable-features=LocalNetworkAccessChecks';

/** An empty page of the API's own origin: what the API itself answers forbids a page to use a camera. */
async function openPage(): Promise<Page> {
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  page.on('request', (request) =>
    request.url() === `${origin}/empty`
      ? request.respond({ contentType: 'text/html', body: '<!doctype html>' })
      : request.continue(),
  );
  await page.goto(`${origin}/empty`);
  return page;
}

/** Joins with a made-up camera and microphone, as the web app does. */
async function meet(person: TestAccount, roomId: string): Promise<Page> {
  const seat = (await person.call('POST', `/api/v1/rooms/${roomId}/join`)).json<{
    livekit: { url: string; token: string };
  }>();
  const page = await openPage();
  const library = new URL('../../node_modules/livekit-client/dist/livekit-client.umd.js', import.meta.url);
  await page.evaluate(await readFile(library, 'utf8'));
  await page.evaluate(`(async () => {
    const room = new LivekitClient.Room({ adaptiveStream: true, dynacast: true });
    await room.connect('${seat.livekit.url}', '${seat.livekit.token}');
    await room.localParticipant.enableCameraAndMicrophone();
  })()`);
  return page;
}

interface Playback {
  readonly width: number;
  readonly durationSeconds: number;
  readonly playedToSeconds: number;
  readonly soughtToSeconds: number;
  /** How green three places are where it was sought, 0 to 255: Chromium's made-up cameras are green. */
  readonly green: { readonly left: number; readonly right: number; readonly above: number };
  readonly audioBytes: number;
}

/** Plays a second, seeks to three quarters, and looks at what is shown there. */
const play = (page: Page, url: string): Promise<Playback> =>
  page.evaluate(`(async () => {
    const video = document.createElement('video');
    const heard = (name) => new Promise((resolve, reject) => {
      video.addEventListener(name, resolve, { once: true });
      video.addEventListener('error', () => reject(new Error(video.error.message)), { once: true });
    });
    const loaded = heard('loadedmetadata');
    video.src = '${url}';
    await loaded;
    await video.play();
    while (video.currentTime < 1) await heard('timeupdate');
    const playedToSeconds = video.currentTime;
    video.pause();
    const sought = heard('seeked');
    video.currentTime = video.duration * 0.75;
    await sought;
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    const context = canvas.getContext('2d');
    context.drawImage(video, 0, 0);
    const greenAt = (x, y) => context.getImageData(x, y, 1, 1).data[1];
    return {
      width: video.videoWidth,
      durationSeconds: video.duration,
      playedToSeconds,
      soughtToSeconds: video.currentTime,
      green: { left: greenAt(100, 250), right: greenAt(740, 250), above: greenAt(640, 50) },
      audioBytes: video.webkitAudioDecodedByteCount,
    };
  })()`) as Promise<Playback>;

const hasPrograms = programs.livekit !== undefined && programs.recorder !== undefined;

test.skipIf(!hasPrograms)(
  'a recording of a real call plays in a browser, and can be sought in',
  { tags: ['browser', 'slow'], timeout: 120_000 },
  async () => {
    const { roomId, people } = await holdMeeting(app, 2);
    const [host, guest] = people as [TestAccount, TestAccount];
    const url = `/api/v1/rooms/${roomId}/recordings`;
    const calls = [await meet(host, roomId), await meet(guest, roomId)];
    const begun = await host.call('POST', url);
    expect(begun.statusCode, begun.body).toBe(201);
    const { id, startedAt } = begun.json<{ id: string; startedAt: string }>();
    await eventually('four seconds have passed', async () => {
      if (Date.now() - Date.parse(startedAt) < 4000) throw new Error('not yet');
    });
    const stopped = await host.call('POST', `${url}/${id}/stop`);
    const { endedAt } = stopped.json<{ endedAt: string }>();
    for (const call of calls) await call.close();
    const { contentUrl } = await eventually(
      'the recording is ready',
      async () => {
        const recording = (await host.call('GET', `${url}/${id}`)).json<{
          status: string;
          contentUrl: string;
        }>();
        if (recording.status !== 'ready') throw new Error(`it is ${recording.status}`);
        return recording;
      },
      60_000,
    );

    const playback = await play(await openPage(), contentUrl);
    const lengthSeconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
    expect(Math.abs(playback.durationSeconds - lengthSeconds)).toBeLessThan(0.5);
    expect(playback.width).toBe(1280);
    expect(playback.playedToSeconds).toBeGreaterThanOrEqual(1);
    expect(playback.soughtToSeconds).toBeCloseTo(playback.durationSeconds * 0.75, 1);
    expect(playback.green.left, 'the host').toBeGreaterThan(100);
    expect(playback.green.right, 'the guest').toBeGreaterThan(100);
    expect(playback.green.above, 'what is above both').toBeLessThan(20);
    expect(playback.audioBytes).toBeGreaterThan(0);
  },
);
