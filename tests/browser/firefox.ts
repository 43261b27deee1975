import type { Browser } from 'puppeteer-core';
import puppeteer from 'puppeteer-core';
import { findProgram } from './find-program.ts';

/** A camera, a microphone and a screen that Firefox makes up, granted unasked, and media over loopback. */
const mediaPreferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.autoplay.default': 0, // 0 plays sound unasked
  // Firefox leaves 127.0.0.1 out of its candidates unless it is told otherwise, and hides addresses behind names of mDNS.
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
} as const;

/** Starts a real Firefox. The caller closes it. */
export async function launchFirefox(): Promise<Browser> {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: findProgram(
      ['firefox-esr', 'firefox'],
      'the tests with tag "firefox" need Firefox. Next: npm run test:firefox, which installs it',
    ),
    headless: true,
    extraPrefsFirefox: mediaPreferences,
  });
}
