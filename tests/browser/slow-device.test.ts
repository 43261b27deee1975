/** A device that cannot draw what a meeting shows: the page sheds load, says so, and keeps the sound. */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalGomeet, localGomeet } from '../local/local-gomeet.ts';
import { launchChromium, mediaFlags } from './chromium.ts';
import { type Attendee, attend, callApi, receivedPictures, walkIn } from './meeting-people.ts';
import { press, shows, violationsOf } from './web-page.ts';

const inBrowser = { tags: ['browser'], timeout: 180_000 };
const notice = 'This device is busy';
let gomeet: LocalGomeet;
let browser: Browser;
let ann: Attendee;

beforeAll(async () => {
  gomeet = localGomeet();
  const built = await gomeet.run('setup', '--yes');
  expect(built.exitCode, built.stderr).toBe(0);
  const deployed = await gomeet.run('deploy');
  expect(deployed.exitCode, deployed.stderr).toBe(0);
  const status = (await gomeet.json('status')) as unknown as { data: { urls: { web: string } } };
  const origin = status.data.urls.web.replace(/\/$/, '');
  browser = await launchChromium(mediaFlags);
  ann = await attend(browser, origin, 'Ann');
  const room = await callApi<{ id: string }>(origin, '/rooms', {
    token: ann.token,
    body: { name: 'Planning' },
  });
  await walkIn(ann, origin, room.id);
  for (const name of ['Ben', 'Cleo']) await walkIn(await attend(browser, origin, name), origin, room.id);
  await ann.page.bringToFront();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await gomeet?.[Symbol.asyncDispose]();
}, 60_000);

const receives = (count: number) =>
  expect.poll(() => receivedPictures(ann.page), { timeout: 90_000, interval: 500 }).toBe(count);

/** Takes 190 of each 200 ms, as a device does that is too slow: some five page frames a second are left. */
const slowDown = `globalThis.hog = setInterval(() => {
  const until = performance.now() + 190;
  while (performance.now() < until);
}, 200)`;

test('sheds pictures step by step, down to one, and tells the user', inBrowser, async () => {
  await receives(2);
  await ann.page.evaluate(slowDown);
  await shows(ann.page, notice);
  await receives(1);
});

test('is no less accessible for that', inBrowser, async () => {
  await ann.page.evaluate('clearInterval(hog)');
  await shows(ann.page, notice);
  expect(await violationsOf(ann.page)).toEqual([]);
});

test('shows all again when the user says so', inBrowser, async () => {
  await press(ann.page, 'Show all');
  await receives(2);
  await ann.page.waitForFunction(`!document.body.innerText.includes('${notice}')`);
  expect(ann.faults).toEqual([]);
});
