import type { Browser, Page } from 'puppeteer-core';
import { fill, openTab, press, type WebPage } from './web-page.ts';

const password = 'correct horse battery';

interface Account {
  readonly email: string;
  readonly token: string;
}

/** Somebody in front of a browser of their own. */
export interface Attendee extends WebPage, Account {}

/** Keeps every peer connection of the page, so that its statistics can be read from outside. */
const keepConnections = `
  globalThis.keptConnections = [];
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...args) {
      super(...args);
      keptConnections.push(this);
    }
  };`;

/** Calls the API. Throws what it answered when that is not 2xx. */
export async function callApi<T>(
  origin: string,
  path: string,
  options: { token?: string; body?: unknown } = {},
): Promise<T> {
  const response = await fetch(`${origin}/api/v1${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(options.token !== undefined && { authorization: `Bearer ${options.token}` }),
    },
    body: JSON.stringify(options.body ?? {}),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** Registers somebody and logs them in by the form, in a browser context of their own. */
export async function attend(browser: Browser, origin: string, firstName: string): Promise<Attendee> {
  const email = `${firstName.toLowerCase()}@example.org`;
  await callApi(origin, '/auth/register', { body: { email, password, firstName, lastName: 'Tester' } });
  const { accessToken } = await callApi<{ accessToken: string }>(origin, '/auth/login', {
    body: { email, password, refreshTokenIn: 'body' },
  });
  const context = await browser.createBrowserContext();
  const tab = await openTab(context);
  await tab.page.evaluateOnNewDocument(keepConnections);
  await tab.page.goto(`${origin}/login`);
  await fill(tab.page, 'E-mail address', email);
  await (await tab.page.waitForSelector('input[type=password]'))?.type(password);
  await press(tab.page, 'Log in');
  await tab.page.waitForFunction('location.pathname === "/"');
  return { ...tab, email, token: accessToken };
}

/** Walks in by the link to the room, with camera and microphone. */
export async function walkIn({ page }: Attendee, origin: string, roomId: string): Promise<void> {
  await page.goto(`${origin}/rooms/${roomId}`);
  await press(page, 'Join now');
  await page.waitForSelector('section[aria-label="Stage"]');
}

/** Waits until the picture with this label moves on by half a second. */
export async function seesMoving(page: Page, label: string): Promise<void> {
  const selector = `video[aria-label="${label}"]`;
  await page.waitForFunction(`document.querySelector('${selector}')?.currentTime > 0`, { timeout: 30_000 });
  const from = await page.evaluate(`document.querySelector('${selector}').currentTime`);
  await page.waitForFunction(`document.querySelector('${selector}')?.currentTime > ${from} + 0.5`);
}

/** Waits until sound that is not silence has been played, by WebRTC's own count of its energy. */
export async function hears(page: Page): Promise<void> {
  await page.waitForFunction(
    `Promise.all(keptConnections.map((connection) => connection.getStats())).then((reports) =>
      reports.flatMap((report) => [...report.values()]).some((entry) =>
        entry.type === 'inbound-rtp' && entry.kind === 'audio' && entry.totalAudioEnergy > 0))`,
    { timeout: 30_000, polling: 250 },
  );
}

/** Video tracks that come in now: those of which frames arrived within half a second. */
export const receivedPictures = (page: Page): Promise<number> =>
  page.evaluate(`(async () => {
    const frames = async () => {
      const reports = await Promise.all(keptConnections.map((connection) => connection.getStats()));
      return new Map(reports.flatMap((report) => [...report.values()])
        .filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'video')
        .map(({ id, framesReceived }) => [id, framesReceived]));
    };
    const before = await frames();
    await new Promise((resolve) => setTimeout(resolve, 500));
    return [...await frames()].filter(([id, count]) => count > (before.get(id) ?? 0)).length;
  })()`) as Promise<number>;
