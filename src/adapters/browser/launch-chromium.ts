import { getuid } from 'node:process';
import puppeteer, { type Browser } from 'puppeteer-core';
import { makeProfile, removeProfile } from './profiles.ts';

/** A Chromium of its own, with a profile that goes with it. */
export interface Chromium {
  readonly browser: Browser;
  /** Ends every process of it and removes its profile; it may have crashed before. */
  end(): Promise<void>;
}

const flags = [
  // Media over loopback: Chromium leaves 127.0.0.1 out of its candidates unless it is told otherwise.
  '--allow-loopback-in-peer-connection',
  // The page is answered by gomeet, so Chromium takes it for one of the internet, which may not reach 127.0.0.1 unasked.
  '--disable-features=LocalNetworkAccessChecks',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--mute-audio',
  // A window that is not looked at is painted as if it were: its timers must not be slowed down.
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  // Containers have a /dev/shm of 64 MB, too little for pictures.
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--no-first-run',
];

/** A browser that does not answer for so long has hung. */
const answerLimitMs = 20_000;

export async function launchChromium(executable: string): Promise<Chromium> {
  const profile = await makeProfile();
  try {
    const browser = await puppeteer.launch({
      executablePath: executable,
      headless: true,
      // Over a pipe Chromium ends by itself when this process is gone, even if that was killed.
      pipe: true,
      userDataDir: profile,
      protocolTimeout: answerLimitMs,
      // Ctrl-C is gomeet's to handle: it still has a report to write.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      // Root in a container has no user namespace to make a sandbox of; anybody else keeps the sandbox.
      args: getuid?.() === 0 ? [...flags, '--no-sandbox'] : flags,
    });
    return {
      browser,
      async end() {
        const groupLeader = browser.process()?.pid;
        await browser.close().catch(() => undefined);
        killGroup(groupLeader);
        await removeProfile(profile);
      },
    };
  } catch (error) {
    await removeProfile(profile);
    throw new Error(`${executable} gave no answer: ${(error as Error).message}`, { cause: error });
  }
}

/** Chromium leads a process group of its own; what is left of it after it was closed has hung. */
function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
