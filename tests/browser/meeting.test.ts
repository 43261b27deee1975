/** Two people meet in real browsers: they see and hear each other, share a screen, write, are moderated, and come back. */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalGomeet, localGomeet } from '../local/local-gomeet.ts';
import { launchChromium, mediaFlags } from './chromium.ts';
import {
  type Attendee,
  attend,
  callApi,
  hears,
  receivedPictures,
  seesMoving,
  walkIn,
} from './meeting-people.ts';
import { control, fill, overflowOf, press, shows, violationsOf } from './web-page.ts';

const inBrowser = { tags: ['browser'] };
let gomeet: LocalGomeet;
let browser: Browser;
let origin: string;
let roomId: string;
let ann: Attendee;
let ben: Attendee;

beforeAll(async () => {
  gomeet = localGomeet();
  const built = await gomeet.run('setup', '--yes');
  expect(built.exitCode, built.stderr).toBe(0);
  const deployed = await gomeet.run('deploy');
  expect(deployed.exitCode, deployed.stderr).toBe(0);
  const status = (await gomeet.json('status')) as unknown as { data: { urls: { web: string } } };
  origin = status.data.urls.web.replace(/\/$/, '');
  browser = await launchChromium(mediaFlags);
  ann = await attend(browser, origin, 'Ann');
  ben = await attend(browser, origin, 'Ben');
  const room = await callApi<{ id: string }>(origin, '/rooms', {
    token: ann.token,
    body: { name: 'Planning' },
  });
  roomId = room.id;
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await gomeet?.[Symbol.asyncDispose]();
}, 60_000);

const waitUntil = ({ page }: Attendee, expression: string, timeout = 30_000) =>
  page.waitForFunction(expression, { timeout });
const write = async ({ page }: Attendee, text: string): Promise<void> => {
  await page.type('textarea', text);
  await page.keyboard.press('Enter');
};
/**
 * Presses a key, goes to the field at the moment at which it is on the page, as somebody does who writes at once, and
 * says what has the focus two frames and a task later, when all effects of the page have run.
 */
const focusAfterQuickWriterOpens = (key: string): string => `new Promise((resolve) => {
  const says = () => resolve(document.activeElement.ariaLabel);
  new MutationObserver((_, observer) => {
    const field = document.querySelector('textarea');
    if (field === null) return;
    observer.disconnect();
    field.focus();
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(says)));
  }).observe(document.body, { childList: true, subtree: true });
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true }));
})`;
const isMuted = 'document.querySelector("button[aria-label=\'Unmute (M)\']") !== null';

describe('two people', () => {
  test('look at themselves first, then see and hear each other', inBrowser, async () => {
    await ann.page.goto(`${origin}/rooms/${roomId}`);
    await seesMoving(ann.page, 'Your camera');
    expect(await violationsOf(ann.page)).toEqual([]);
    await press(ann.page, 'Join now');
    await walkIn(ben, origin, roomId);
    await seesMoving(ann.page, 'Camera of Ben Tester');
    await seesMoving(ben.page, 'Camera of Ann Tester');
    await hears(ann.page);
    await hears(ben.page);
    expect(await violationsOf(ann.page)).toEqual([]);
  });

  test('share a screen, which is large while it lasts', inBrowser, async () => {
    await ben.page.keyboard.press('s');
    await seesMoving(ann.page, 'Screen of Ben Tester');
    await ann.page.waitForSelector('section[data-layout="screen"]');
    await ben.page.keyboard.press('s');
    await ann.page.waitForSelector('section[data-layout="grid"]');
  });

  test('receive the pictures that the layout shows, and no other', inBrowser, async () => {
    expect(await receivedPictures(ann.page)).toBe(1);
  });

  test(
    'write: what comes while the chat is closed is counted, and history is there when it opens',
    inBrowser,
    async () => {
      await ann.page.keyboard.press('c');
      await write(ann, 'Good morning');
      await control(ben.page, 'button', 'Chat (C), 1 new');
      await ben.page.keyboard.press('c');
      await shows(ben.page, 'Good morning');
      await write(ben, 'Morning!');
      await shows(ann.page, 'Morning!');
      expect(await violationsOf(ann.page)).toEqual([]);
    },
  );

  test(
    'keep the focus where they write: a panel takes it when it opens, never later',
    inBrowser,
    async () => {
      await press(ben.page, 'Close chat');
      expect(await ben.page.evaluate(focusAfterQuickWriterOpens('c'))).toBe('Message to everyone');
    },
  );

  test('raise a hand and react', inBrowser, async () => {
    await press(ben.page, 'Raise your hand (H)');
    await shows(ann.page, 'Hand raised');
    await press(ben.page, 'Lower your hand (H)');
    await press(ben.page, 'React');
    await press(ben.page, 'Heart');
    await shows(ann.page, 'Heart from');
  });

  test('miss nothing that was written while one of them was offline', inBrowser, async () => {
    await ben.page.setOfflineMode(true);
    await shows(ben.page, 'You are offline');
    for (const text of ['One', 'Two', 'Three']) await write(ann, text);
    await write(ben, 'From the tunnel');
    await shows(ben.page, 'Sending');
    await ben.page.setOfflineMode(false);
    await shows(ann.page, 'From the tunnel');
    await waitUntil(ben, `!document.body.innerText.includes('Sending')`);
    const lines = await ben.page.$$eval('[role=log] p', (all) => all.map(({ textContent }) => textContent));
    expect(lines).toEqual(['Good morning', 'Morning!', 'One', 'Two', 'Three', 'From the tunnel']);
    await seesMoving(ben.page, 'Camera of Ann Tester');
  });

  test('go on when the API that holds their sockets is killed', inBrowser, async () => {
    for (const worker of ['api-1', 'api-2']) process.kill(await gomeet.processIdOf(worker), 'SIGKILL');
    await write(ann, 'Still here?');
    // Browsers come back after up to 15 s, to workers that take a while to start on a busy machine.
    await waitUntil(ben, `document.body.innerText.includes('Still here?')`, 60_000);
  });

  test('are moderated: muted, and removed', inBrowser, async () => {
    await ann.page.keyboard.press('Escape');
    await press(ann.page, 'People (P)');
    await press(ann.page, 'More about Ben Tester');
    expect(await violationsOf(ann.page)).toEqual([]);
    await press(ann.page, 'Mute');
    await waitUntil(ben, isMuted);
    await shows(ben.page, 'muted your microphone');
    await press(ann.page, 'More about Ben Tester');
    await press(ann.page, 'Remove …');
    await press(ann.page, 'Remove');
    await shows(ben.page, 'You were removed from the meeting');
  });

  test('wait before the door, and are let in', inBrowser, async () => {
    await press(ann.page, 'More');
    await press(ann.page, 'Rules of the room', 'menuitem');
    await press(ann.page, 'Waiting room', 'switch');
    await press(ann.page, 'Close');
    await ben.page.goto(`${origin}/rooms/${roomId}`);
    await press(ben.page, 'Join now');
    await shows(ben.page, 'Waiting to be let in');
    expect(await violationsOf(ben.page)).toEqual([]);
    await press(ann.page, 'Let in');
    await seesMoving(ben.page, 'Camera of Ann Tester');
  });

  test('go apart into a breakout room, and are called back', inBrowser, async () => {
    await press(ann.page, 'More');
    await press(ann.page, 'Breakout rooms', 'menuitem');
    expect(await violationsOf(ann.page)).toEqual([]);
    await press(ann.page, 'Open rooms');
    await press(ben.page, 'Go there');
    await waitUntil(ben, `document.querySelector('h1')?.textContent === 'Room 1'`);
    await fill(ann.page, 'Message to all rooms', 'Five minutes left');
    await press(ann.page, 'Send to all rooms');
    await shows(ben.page, 'To all rooms: Five minutes left');
    await press(ann.page, 'Close all and call everyone back');
    await waitUntil(ben, `document.querySelector('h1')?.textContent === 'Planning'`);
    await seesMoving(ben.page, 'Camera of Ann Tester');
    await seesMoving(ann.page, 'Camera of Ben Tester');
  });

  test('are told that they are recorded, and when that ends', inBrowser, async () => {
    await press(ann.page, 'More');
    await press(ann.page, 'Record', 'menuitem');
    await shows(ben.page, 'This meeting is being recorded.');
    await waitUntil(ann, `document.querySelector('header [role=status]')?.textContent.includes('Recording')`);
    await press(ann.page, 'More');
    await press(ann.page, 'Stop recording', 'menuitem');
    await shows(ben.page, 'The recording has ended.');
  });

  test('end: for everyone', inBrowser, async () => {
    await press(ann.page, 'Leave');
    await press(ann.page, 'End for everyone');
    await shows(ben.page, 'The meeting is over');
    expect(await violationsOf(ben.page)).toEqual([]);
  });
});

test('a room with a password says so before it is entered, and that it was wrong', inBrowser, async () => {
  const { id } = await callApi<{ id: string }>(origin, '/rooms', {
    token: ann.token,
    body: { name: 'Board', password: 'open sesame' },
  });
  const { page } = ben;
  await page.goto(`${origin}/rooms/${id}`);
  await (await page.waitForSelector('input[type=password]'))?.type('sesame');
  await press(page, 'Join now');
  await page.waitForSelector('input[type=password][aria-invalid]');
  await fill(page, 'Password of the room', 'open sesame');
  await press(page, 'Join now');
  await page.waitForSelector('section[aria-label="Stage"]');
});

test(
  'whoever comes later into a room of many seats sees and hears those who are there',
  inBrowser,
  async () => {
    const { id } = await callApi<{ id: string }>(origin, '/rooms', {
      token: ann.token,
      body: { name: 'Fifty seats', maxUsers: 50 },
    });
    await walkIn(ann, origin, id);
    await seesMoving(ann.page, 'Camera of Ann Tester (you)');
    await walkIn(ben, origin, id);
    await seesMoving(ben.page, 'Camera of Ann Tester');
    await hears(ben.page);
  },
);

test.each([390, 1280])('nothing sticks out at %d pixels', inBrowser, async (width) => {
  const { id } = await callApi<{ id: string }>(origin, '/rooms', {
    token: ben.token,
    body: { name: 'Narrow' },
  });
  await ben.page.setViewport({ width, height: 844 });
  await walkIn(ben, origin, id);
  await seesMoving(ben.page, 'Camera of Ben Tester (you)');
  expect(await overflowOf(ben.page)).toBe(0);
  expect(await violationsOf(ben.page)).toEqual([]);
});
