/** What moderation does to media that really flow: a Chromium publishes, the API silences it, LiveKit says what is left. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedAccount, type TestAccount } from '../platform/support/accounts.ts';
import {
  hasLiveKit,
  type MediaPlatform,
  mediaToken,
  startMediaPlatform,
} from '../platform/support/media-server.ts';
import { openRoom } from '../platform/support/meeting.ts';
import { eventually } from '../platform/support/services.ts';
import { launchChromium, mediaFlags } from './chromium.ts';

const browserTag = { tags: ['browser'] };
const withLiveKit = test.skipIf(!hasLiveKit);
const livekitClient = readFileSync(
  new URL('../../node_modules/livekit-client/dist/livekit-client.umd.js', import.meta.url),
  'utf8',
);
let media: MediaPlatform;
let browser: Browser;

beforeAll(async () => {
  if (!hasLiveKit) return;
  [media, browser] = await Promise.all([startMediaPlatform(), launchChromium(mediaFlags)]);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await media?.stop();
});

/** Publishes microphone, camera and a screen (a canvas is one to LiveKit) in a page of its own. */
async function publish(url: string, token: string): Promise<Page> {
  const page = await browser.newPage();
  // Any page of loopback may use a camera; those of the API forbid it to themselves, and this one has no policy.
  await page.goto(media.mediaUrl);
  await page.addScriptTag({ content: livekitClient });
  await page.evaluate(`(async () => {
    const room = new LivekitClient.Room();
    await room.connect(${JSON.stringify(url)}, ${JSON.stringify(token)});
    await room.localParticipant.enableCameraAndMicrophone();
    const canvas = document.createElement('canvas');
    canvas.getContext('2d');
    const [screen] = canvas.captureStream(5).getVideoTracks();
    await room.localParticipant.publishTrack(screen, { source: 'screen_share' });
  })()`);
  return page;
}

const sources = ['UNKNOWN', 'camera', 'microphone', 'screen'];

/** What somebody sends: each source, and whether it is silenced. */
async function sentBy(roomId: string, { userId }: TestAccount): Promise<Record<string, boolean>> {
  const { tracks } = await media.rooms.getParticipant(roomId, userId);
  return Object.fromEntries(tracks.map(({ source, muted }) => [sources[source] ?? 'other', muted]));
}

withLiveKit(
  'microphone, camera and screen are silenced one by one, or everybody at once',
  browserTag,
  async () => {
    const { host, path, roomId } = await openRoom(media.app);
    const [ada, mo] = await Promise.all(['Ada', 'Mo'].map((name) => seedAccount(media.app, name)));
    if (!ada || !mo) throw new Error('two accounts');
    await host.call('POST', path('/invitations'), { userId: mo.userId, role: 'moderator' });
    const url = media.mediaUrl.replace('http', 'ws');
    const pages = [
      await publish(url, await mediaToken(ada, roomId)),
      await publish(url, await mediaToken(mo, roomId)),
    ];
    const everything = { camera: false, microphone: false, screen: false };
    for (const one of [ada, mo])
      await eventually('all is published', async () => expect(await sentBy(roomId, one)).toEqual(everything));

    const mute = (kind: string) => host.call('POST', path(`/participants/${ada.userId}/mute`), { kind });
    expect((await mute('video')).statusCode).toBe(204);
    expect(await sentBy(roomId, ada)).toEqual({ ...everything, camera: true });
    expect((await mute('screen')).statusCode).toBe(204);
    expect(await sentBy(roomId, ada)).toEqual({ camera: true, microphone: false, screen: true });
    expect((await host.call('POST', path('/participants/mute-all'), {})).statusCode).toBe(204);
    expect(await sentBy(roomId, ada)).toEqual({ camera: true, microphone: true, screen: true });
    expect(await sentBy(roomId, mo)).toEqual(everything);

    // Who may not share a screen any more stops doing so; who may not send at all stops sending.
    await host.call('PUT', path('/settings'), { screenShare: 'moderators' });
    await eventually('the screen is gone', async () =>
      expect(await sentBy(roomId, ada)).toEqual({ camera: true, microphone: true }),
    );
    expect(await sentBy(roomId, mo)).toEqual(everything);
    await host.call('PUT', path(`/participants/${ada.userId}/role`), { role: 'observer' });
    await eventually('nothing is sent', async () => expect(await sentBy(roomId, ada)).toEqual({}));
    await Promise.all(pages.map((page) => page.close()));
  },
);
