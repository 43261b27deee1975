import type { Browser } from 'puppeteer-core';
import puppeteer from 'puppeteer-core';
import { findProgram } from './find-program.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A camera, a microphone and a screen that Chromium makes up, granted unasked, and media over loopback. */
export const mediaFlags = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--mute-audio',
  // Chromium leaves 127.0.0.1 out of its candidates unless it is told otherwise.
  '--allow-loopback-in-peer-connection',
  // Of several tabs one is in front; the others must not be slowed down.
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  // Containers have a /dev/shm of 64 MB, too little for pictures.
  '--disable-dev-shm-usage',
];

/** Starts a real browser that asks nobody for updates. The caller closes it. */
export async function launchChromium(flags: readonly string[] = []): Promise<Browser> {
  return puppeteer.launch({
    executablePath: findProgram(NAMES, 'the tests with tag "browser" need Chromium. Next: gomeet setup'),
    headless: true,
    args: [
      '--no-sandbox', // root in a container has no user namespace to make a sandbox of
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      ...flags,
    ],
  });
}
