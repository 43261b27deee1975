/** Somebody with Firefox and somebody with Chromium meet: the main journey, in both kinds of browser at once. */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalGomeet, localGomeet } from '../local/local-gomeet.ts';
import { launchChromium, mediaFlags } from './chromium.ts';
import { launchFirefox } from './firefox.ts';
import { type Attendee, attend, callApi, hears, seesMoving, walkIn } from './meeting-people.ts';
import { press, shows, violationsOf } from './web-page.ts';

const inFirefox = { tags: ['browser', 'firefox'] };
let gomeet: LocalGomeet;
let browsers: readonly [Browser, Browser];
let origin: string;
let roomId: string;
let fay: Attendee;
let cem: Attendee;

beforeAll(async () => {
  gomeet = localGomeet();
  const built = await gomeet.run('setup', '--yes');
  expect(built.exitCode, built.stderr).toBe(0);
  const deployed = await gomeet.run('deploy');
  expect(deployed.exitCode, deployed.stderr).toBe(0);
  const status = (await gomeet.json('status')) as unknown as { data: { urls: { web: string } } };
  origin = status.data.urls.web.replace(/\/$/, '');
  browsers = [await launchFirefox(), await launchChromium(mediaFlags)];
}, 180_000);
afterAll(async () => {
  for (const browser of browsers ?? []) await browser.close();
  await gomeet?.[Symbol.asyncDispose]();
}, 60_000);

const write = async ({ page }: Attendee, text: string): Promise<void> => {
  await page.type('textarea', text);
  await page.keyboard.press('Enter');
};

test('they log in by the form', inFirefox, async () => {
  expect(await browsers[0].version()).toMatch(/^firefox/);
  fay = await attend(browsers[0], origin, 'Fay');
  cem = await attend(browsers[1], origin, 'Cem');
  const room = await callApi<{ id: string }>(origin, '/rooms', {
    token: fay.token,
    body: { name: 'Two kinds' },
  });
  roomId = room.id;
});

test('Firefox shows its own camera before joining', inFirefox, async () => {
  await fay.page.goto(`${origin}/rooms/${roomId}`);
  await seesMoving(fay.page, 'Your camera');
  expect(await violationsOf(fay.page)).toEqual([]);
});

test('each sees the other move, and hears the other', inFirefox, async () => {
  await press(fay.page, 'Join now');
  await fay.page.waitForSelector('section[aria-label="Stage"]');
  await walkIn(cem, origin, roomId);
  await seesMoving(fay.page, 'Camera of Cem Tester');
  await seesMoving(cem.page, 'Camera of Fay Tester');
  await hears(fay.page);
  await hears(cem.page);
  expect(await violationsOf(fay.page)).toEqual([]);
});

test('they write to one another', inFirefox, async () => {
  await fay.page.keyboard.press('c');
  await cem.page.keyboard.press('c');
  await write(fay, 'Hello from Firefox');
  await shows(cem.page, 'Hello from Firefox');
  await write(cem, 'Hello from Chromium');
  await shows(fay.page, 'Hello from Chromium');
});

test('whoever leaves is gone for the other, and nothing went wrong on either page', inFirefox, async () => {
  await fay.page.keyboard.press('Escape');
  await press(fay.page, 'Leave');
  await shows(fay.page, 'Leave the meeting?');
  // The dialog makes all that is behind it inert, so there is one button of this name again.
  await press(fay.page, 'Leave');
  await shows(fay.page, 'You left the meeting');
  await cem.page.waitForFunction(`!document.querySelector('[aria-label="Camera of Fay Tester"]')`);
  expect([fay.faults, cem.faults]).toEqual([[], []]);
});
