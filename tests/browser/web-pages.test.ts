/** The pages of the web app in a real browser, before the real platform: what people do on them, and whether all can. */
import type { Browser, BrowserContext } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LocalGomeet, localGomeet, until } from '../local/local-gomeet.ts';
import { auditPage } from './audit-page.ts';
import { launchChromium } from './chromium.ts';
import { control, fill, openTab, press, shows, type WebPage } from './web-page.ts';

const inBrowser = { tags: ['browser'] };
const password = 'correct horse battery';
let gomeet: LocalGomeet;
let browser: Browser;
let origin: string;
let mailbox: string;

beforeAll(async () => {
  gomeet = localGomeet();
  const built = await gomeet.run('setup', '--yes');
  expect(built.exitCode, built.stderr).toBe(0);
  const deployed = await gomeet.run('deploy');
  expect(deployed.exitCode, deployed.stderr).toBe(0);
  const status = (await gomeet.json('status')) as unknown as {
    data: { urls: { web: string; mailbox: string } };
  };
  origin = status.data.urls.web.replace(/\/$/, '');
  mailbox = status.data.urls.mailbox.replace(/\/$/, '');
  browser = await launchChromium();
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await gomeet?.[Symbol.asyncDispose]();
}, 60_000);

/** A person with an account, in a browser of their own. */
async function register(firstName: string): Promise<{ context: BrowserContext; tab: WebPage }> {
  const context = await browser.createBrowserContext();
  const tab = await openTab(context);
  await tab.page.goto(`${origin}/register`);
  await fill(tab.page, 'First name', firstName);
  await fill(tab.page, 'Last name', 'Tester');
  await fill(tab.page, 'E-mail address', `${firstName.toLowerCase()}@example.org`);
  await (await tab.page.waitForSelector('input[type=password]'))?.type(password);
  await press(tab.page, 'Create the account');
  await shows(tab.page, `Hello, ${firstName}`);
  return { context, tab };
}

/** Plans a meeting by the form. @returns its id. */
async function plan({ page }: WebPage, name: string): Promise<string> {
  await page.goto(`${origin}/`);
  await press(page, 'Plan a meeting');
  await fill(page, 'Name', name);
  await press(page, 'Plan it');
  await page.waitForFunction("location.pathname.endsWith('/details')");
  await shows(page, name);
  return /rooms\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
}

describe('people', () => {
  test('come in, stay in over a reload, and go', inBrowser, async () => {
    const { context, tab } = await register('Ada');
    const { page } = tab;
    await page.reload();
    await shows(page, 'Hello, Ada');
    const stored = await page.evaluate('JSON.stringify({ ...localStorage, ...sessionStorage })');
    expect(stored).not.toMatch(/eyJ|token"/);
    expect(await page.evaluate('document.cookie')).toBe('');
    await press(page, 'Account of Ada Tester');
    await press(page, 'Log out', 'menuitem');
    await shows(page, 'Welcome back');
    await page.goto(`${origin}/contacts`);
    await page.waitForFunction("location.search === '?next=%2Fcontacts'");
    await fill(page, 'E-mail address', 'ada@example.org');
    await (await page.waitForSelector('input[type=password]'))?.type(password);
    await press(page, 'Log in');
    await shows(page, 'No contacts yet');
    expect(tab.faults).toEqual([]);
    await context.close();
  });

  test('choose a new password by the link of a mail', inBrowser, async () => {
    const { context, tab } = await register('Hedy');
    await context.close();
    const other = await browser.createBrowserContext();
    const { page, faults } = await openTab(other);
    await page.goto(`${origin}/forgot-password`);
    await fill(page, 'E-mail address', 'hedy@example.org');
    await press(page, 'Send the link');
    await shows(page, 'on its way');
    let link: string | undefined;
    await until('the mail with the link', async () => {
      const mails = await (await fetch(`${mailbox}/mails.json?to=hedy@example.org`)).text();
      link = /http:[^"\s<>\\]*\/reset-password[^"\s<>\\]*/.exec(mails)?.[0];
      return link !== undefined;
    });
    await page.goto(link ?? '');
    await (await page.waitForSelector('input[type=password]'))?.type('another horse entirely');
    await press(page, 'Set the password');
    await shows(page, 'The new password holds from now on');
    await page.reload();
    await (await page.waitForSelector('input[type=password]'))?.type('a third horse, too late');
    await press(page, 'Set the password');
    await shows(page, 'The link is not valid');
    await page.goto(`${origin}/login`);
    await fill(page, 'E-mail address', 'hedy@example.org');
    await (await page.waitForSelector('input[type=password]'))?.type('another horse entirely');
    await press(page, 'Log in');
    await shows(page, 'Hello, Hedy');
    expect([...tab.faults, ...faults]).toEqual([]);
    await other.close();
  });

  test('plan a room, invite into it, set its rules and delete it', inBrowser, async () => {
    const { context, tab } = await register('Grace');
    const { page } = tab;
    await plan(tab, 'Weekly review');
    await fill(page, 'E-mail address', 'guest@example.org');
    await press(page, 'Invite');
    await shows(page, 'guest@example.org is invited');
    await press(page, 'Settings', 'tab');
    await press(page, 'Waiting room', 'switch');
    await page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.ok());
    await page.reload();
    const rule = await control(page, 'switch', 'Waiting room');
    expect(await rule.evaluate((element) => element.getAttribute('aria-checked'))).toBe('true');
    await press(page, 'More about this room');
    await press(page, 'Delete', 'menuitem');
    await press(page, 'Delete the room');
    await shows(page, 'No rooms yet');
    expect(tab.faults).toEqual([]);
    await context.close();
  });

  test('find one another, and change how others see them', inBrowser, async () => {
    const [katherine, dorothy] = [await register('Katherine'), await register('Dorothy')];
    const { page } = dorothy.tab;
    await page.goto(`${origin}/contacts`);
    await press(page, 'Add a contact');
    await fill(page, 'Name or e-mail address', 'Kather', 'searchbox');
    await press(page, 'Add Katherine Tester');
    await shows(page, 'Katherine Tester is a contact now');
    await page.goto(`${origin}/profile`);
    await fill(page, 'First name', 'Dot');
    await press(page, 'Save');
    await control(page, 'button', 'Account of Dot Tester');
    await page.goto(`${origin}/settings`);
    await (await control(page, 'combobox', 'Colours')).select('dark');
    await page.reload();
    await shows(page, 'Appearance');
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    expect([...katherine.tab.faults, ...dorothy.tab.faults]).toEqual([]);
    await Promise.all([katherine.context.close(), dorothy.context.close()]);
  });
});

describe('every page and dialog, at 1280 and 390 pixels, in light and dark', () => {
  const open = [
    '/login',
    '/register',
    '/forgot-password',
    '/reset-password',
    '/verify-email',
    '/design',
    '/nowhere',
  ];
  const own = ['/', '/contacts', '/notifications', '/recordings', '/profile', '/settings', '/nowhere'];
  const roomViews = ['invitations', 'settings', 'history', 'recordings'];
  /** Where a dialog or menu is, and what is pressed to open it. */
  const asked: readonly (readonly [string, ...string[]])[] = [
    ['/', 'Plan a meeting'],
    ['/', 'Account of Edith Tester'],
    ['/contacts', 'Add a contact'],
    ['/profile', 'Delete the account'],
  ];
  const longName = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenverordnung of the year';
  const visit = async (tab: WebPage, path: string, ...buttons: string[]): Promise<void> => {
    await tab.page.goto(origin + path, { waitUntil: 'networkidle0' });
    for (const button of buttons) await press(tab.page, button);
    await auditPage(tab, [path, ...buttons].join(' > '));
  };

  test('those for everybody', inBrowser, async () => {
    const context = await browser.createBrowserContext();
    const tab = await openTab(context);
    for (const path of open) await visit(tab, path);
    await context.close();
  });

  test('those of an account and of a room', inBrowser, async () => {
    const { context, tab } = await register('Edith');
    const roomId = await plan(tab, longName);
    for (const path of own) await visit(tab, path);
    for (const view of roomViews) await visit(tab, `/rooms/${roomId}/details?show=${view}`);
    for (const [path, ...buttons] of asked) await visit(tab, path, ...buttons);
    await visit(tab, `/rooms/${roomId}/details`, 'More about this room');
    await press(tab.page, 'Delete', 'menuitem');
    await auditPage(tab, 'the question before a room is deleted');
    await context.close();
  });
});

describe('a page that cannot have what it wants', () => {
  test('says so when the server is away, and recovers', inBrowser, async () => {
    const { context, tab } = await register('Joan');
    const { page } = tab;
    await page.goto(`${origin}/settings`);
    await shows(page, 'Appearance');
    await page.setOfflineMode(true);
    await press(page, 'Contacts', 'link');
    await shows(page, 'cannot be reached');
    await page.setOfflineMode(false);
    await press(page, 'Try again');
    await shows(page, 'No contacts yet');
    await context.close();
  });

  test('a room that does not exist is told in the words of the server', inBrowser, async () => {
    const { context, tab } = await register('Mary');
    await tab.page.goto(`${origin}/rooms/00000000-0000-4000-8000-000000000000/details`);
    await shows(tab.page, 'There is no such room');
    await context.close();
  });
});
