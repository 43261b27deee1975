import type { CDPSession, Page } from 'puppeteer-core';
import { launchChromium } from './launch-chromium.ts';
import type { JoinRequest, ProbeFunctions, ProbeNews } from './page/probe-report.ts';
import { type PrintedPage, printPage } from './print-page.ts';
import { openProbePage } from './serve-page.ts';

export type { FrameSample, JoinRequest, ProbeNews, Snapshot } from './page/probe-report.ts';

/** Real browsers that take part in a meeting. */
export interface Browsers {
  /** Starts a Chromium with the page of the probe. Throws when it cannot start or the API does not let the page load. */
  open(options: { executable: string; apiUrl: string }): Promise<Probe>;
  /** Prints a page of HTML that lies on this machine as PDF. Throws when Chromium cannot start or gives no answer. */
  print(options: { executable: string; page: string }): Promise<PrintedPage>;
}

/** One Chromium as a participant. Every method throws when the browser has crashed or its page refuses. */
export interface Probe {
  signIn(credentials: { email: string; password: string }): Promise<{ userId: string }>;
  openRoom(room: { name: string; maxUsers: number }): Promise<{ roomId: string }>;
  join(request: JoinRequest): Promise<{ connectedAt: number }>;
  /** What it has measured since the last call. */
  news(): Promise<ProbeNews>;
  /** The page's clock, in Unix milliseconds. */
  now(): Promise<number>;
  leave(): Promise<void>;
  /** CPU seconds that all its processes have used so far. */
  cpuSeconds(): Promise<number>;
  /** Ends the browser, whatever state it is in; nothing of it stays. */
  end(): Promise<void>;
}

export function createBrowsers(): Browsers {
  return {
    print: printPage,
    async open({ executable, apiUrl }) {
      const chromium = await launchChromium(executable);
      try {
        const [page = await chromium.browser.newPage()] = await chromium.browser.pages();
        await openProbePage(page, apiUrl);
        await page.waitForFunction('globalThis.gomeetProbe !== undefined');
        const system = await chromium.browser.target().createCDPSession();
        return probeOf(page, system, () => chromium.end());
      } catch (error) {
        await chromium.end();
        throw error;
      }
    },
  };
}

function probeOf(page: Page, system: CDPSession, end: () => Promise<void>): Probe {
  // A page that has crashed answers no question, and says so only here.
  const crashed = new Promise<never>((_resolve, reject) => page.once('error', reject));
  crashed.catch(() => undefined);
  const call = <Name extends keyof ProbeFunctions>(
    name: Name,
    ...args: Parameters<ProbeFunctions[Name]>
  ): ReturnType<ProbeFunctions[Name]> =>
    Promise.race([page.evaluate(`gomeetProbe.${name}(...${JSON.stringify(args)})`), crashed]) as ReturnType<
      ProbeFunctions[Name]
    >;
  return {
    signIn: (credentials) => call('signIn', credentials),
    openRoom: (room) => call('openRoom', room),
    join: (request) => call('join', request),
    news: () => call('news'),
    now: () => call('now'),
    leave: () => call('leave'),
    async cpuSeconds() {
      const { processInfo } = await system.send('SystemInfo.getProcessInfo');
      return processInfo.reduce((total, { cpuTime }) => total + cpuTime, 0);
    },
    end,
  };
}
