/**
 * A browser among 500 people, 25 of them on camera: it stays usable, and receives no more than it shows. The number can be
 * set for a smaller machine, as by GOMEET_LARGE_ROOM=250; nothing is left out for it.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RunSchema } from '../../src/results/run.ts';
import { type LocalGomeet, localGomeet } from '../local/local-gomeet.ts';
import { generatorsOf, started } from '../local/running-gomeet.ts';
import { launchChromium, mediaFlags } from './chromium.ts';
import { lowerPriority, lowerSessionPriority } from './lower-priority.ts';
import { type Attendee, attend, callApi, receivedPictures } from './meeting-people.ts';
import { heapBytes, quantile, readFigures, startFigures } from './page-figures.ts';
import { control, press, shows } from './web-page.ts';

const large = { tags: ['browser', 'large'] };
/** The browser is one of them. */
const people = Number(process.env.GOMEET_LARGE_ROOM ?? 500);
const others = people - 1;
const cameras = 25;
/** A page of the grid on a desktop, on whose first page one's own tile is one. */
const tiles = 25;
/** Cameras that a room of this size shows to each (last-N of the media policy). */
const lastN = people > 250 ? 9 : people > 100 ? 12 : 16;
const watchMs = 30_000;
const peopleList = 'section[aria-label="People in the room"]';

let gomeet: LocalGomeet;
let load: ReturnType<typeof started>;
let browser: Browser;
let origin: string;
let roomId: string;
let ada: Attendee;

beforeAll(async () => {
  gomeet = localGomeet();
  const built = await gomeet.run('setup', '--yes');
  expect(built.exitCode, built.stderr).toBe(0);
  const deployed = await gomeet.run('deploy');
  expect(deployed.exitCode, deployed.stderr).toBe(0);
  const status = (await gomeet.json('status')) as unknown as { data: { urls: { web: string } } };
  origin = status.data.urls.web.replace(/\/$/, '');
  browser = await launchChromium(mediaFlags);
  ada = await attend(browser, origin, 'Ada');
  const room = await callApi<{ id: string }>(origin, '/rooms', {
    token: ada.token,
    body: { name: 'All hands', maxUsers: others + 1 },
  });
  roomId = room.id;
  await enter();
}, 180_000);
afterAll(async () => {
  await load?.[Symbol.asyncDispose]();
  await browser?.close();
  await gomeet?.[Symbol.asyncDispose]();
}, 60_000);

/** Walks in as people do into a large room: silent and unseen. */
async function enter(): Promise<void> {
  await ada.page.goto(`${origin}/rooms/${roomId}`);
  await press(ada.page, 'Switch camera off');
  await press(ada.page, 'Switch microphone off');
  await press(ada.page, 'Join now');
  await ada.page.waitForSelector('section[aria-label="Stage"]');
}

const tilesOf = (page: Page): Promise<number> =>
  page.$$eval('[data-tile]', (all: readonly unknown[]) => all.length);
/** Tracks need a moment to come and go. */
const receives = (count: number) =>
  expect.poll(() => receivedPictures(ada.page), { timeout: 60_000 }).toBe(count);
/** That this machine plays 499 people too may make the page slow, and a slow page receives fewer pictures, never more. */
const receivesAtMost = async (count: number): Promise<void> => {
  const some = expect.poll(() => receivedPictures(ada.page), { timeout: 60_000 });
  await some.toSatisfy((received: number) => received > 0 && received <= count);
};

/** Scrolls through the whole list, a row and a half with each page frame, and back. */
const scrollThrough = (page: Page): Promise<unknown> =>
  page.evaluate(`new Promise((resolve) => {
    const list = document.querySelector('${peopleList}');
    let stepPx = 84;
    const onFrame = () => {
      list.scrollTop += stepPx;
      if (stepPx > 0 && list.scrollTop + list.clientHeight >= list.scrollHeight) stepPx = -stepPx;
      if (stepPx < 0 && list.scrollTop === 0) resolve();
      else requestAnimationFrame(onFrame);
    };
    requestAnimationFrame(onFrame);
  })`);

/** Does what somebody in a large meeting does, until the figures have been taken for long enough. */
async function useMeeting(page: Page): Promise<void> {
  const endsAt = Date.now() + watchMs;
  while (Date.now() < endsAt) {
    await page.keyboard.press('p');
    await page.waitForSelector(peopleList);
    await scrollThrough(page);
    await press(page, 'Next page');
    await shows(page, '2 / ');
    await press(page, 'Page before');
    await shows(page, '1 / ');
    await page.keyboard.press('c');
    await control(page, 'textbox', 'Message to everyone');
    await page.type('textarea', 'Is everybody here?');
    await page.keyboard.press('Enter');
    await shows(page, 'Is everybody here?');
    await page.keyboard.press('Escape');
    await page.waitForSelector('textarea', { hidden: true });
  }
}

test('everybody comes in', { ...large, timeout: 400_000 }, async () => {
  // The crowd is silent, as people are who come into a large room, and looks at one small picture each: 499 × 17 are 8,500
  // packets/s. By our calibration the server takes 0.5 of a core for 499 people, 0.15 for 25 cameras and 0.1 for these packets, which
  // leaves the browser one. A speaker whom all hear would be 25,000 packets/s more, and 25 pictures each 212,000.
  const size = ['--participants', String(others), '--publishers', String(cameras), '--microphones', '0'];
  const pace = ['--join-rate', '5', '--duration', '10m'];
  load = started(gomeet, 'loadtest', 'room', '--room-id', roomId, ...size, '--layout', 'single', ...pace);
  // People have machines of their own: the generator, which plays them, gives way to server and browser.
  if (load.processId !== undefined) lowerPriority(load.processId);
  await expect.poll(() => generatorsOf(gomeet.folder), { timeout: 60_000 }).not.toEqual([]);
  for (const generator of generatorsOf(gomeet.folder)) lowerSessionPriority(generator);
  await expect.poll(() => load.stderr(), { timeout: 300_000, interval: 500 }).toContain('Holding');
  await shows(ada.page, String(people));
});

test('the page stays fluent while it is used, and its heap small', large, async ({ annotate }) => {
  const { page } = ada;
  await receivesAtMost(lastN);
  await startFigures(page);
  await useMeeting(page);
  const { framesPerSecond, longTasksMs } = await readFigures(page);
  const heapMb = (await heapBytes(page)) / 1e6;
  const median = quantile(framesPerSecond, 0.5);
  await annotate(
    `page frames a second: median ${median}, p5 ${quantile(framesPerSecond, 0.05)}, in ${framesPerSecond.length} s; ` +
      `${longTasksMs.length} long tasks, the longest ${Math.max(0, ...longTasksMs).toFixed(0)} ms; heap ${heapMb.toFixed(1)} MB`,
  );
  expect(framesPerSecond.length).toBeGreaterThanOrEqual(watchMs / 1000 - 1);
  expect(median).toBeGreaterThanOrEqual(24);
  expect(heapMb).toBeLessThanOrEqual(500);
});

test('what is received is what the layout shows, on every page', large, async () => {
  const { page } = ada;
  await receivesAtMost(lastN);
  expect(await tilesOf(page)).toBeLessThanOrEqual(tiles);
  await press(page, 'Next page');
  // Of 25 cameras the first page has 24, beside the own tile.
  await receivesAtMost(cameras - (tiles - 1));
  await press(page, 'Next page');
  await receives(0);
  expect(await tilesOf(page)).toBeLessThanOrEqual(tiles);
});

test('whoever comes into the full room receives no more cameras than its size keeps', large, async () => {
  await enter();
  await receivesAtMost(lastN);
});

test('everybody was in the media room, and nothing went wrong on the page', large, async () => {
  load.kill('SIGINT');
  await load.exitCode;
  const runs = join(gomeet.folder, 'reports', 'runs');
  const [run = ''] = await readdir(runs);
  const { counts, errors } = RunSchema.parse(JSON.parse(await readFile(join(runs, run, 'run.json'), 'utf8')));
  expect(counts.participantsJoined, JSON.stringify(errors)).toBe(others);
  // Everyone's picture arrived, too: they were in the room, and not merely on its list.
  expect(counts.participantsReceiving, JSON.stringify(counts)).toBe(others);
  expect(ada.faults).toEqual([]);
});
