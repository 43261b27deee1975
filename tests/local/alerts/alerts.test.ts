/**
 * Each alert made to fire by a real fault on the real platform, and silent again after it is mended. In the gate a few; all of them by
 * `npm run test:alerts`.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../local-gomeet.ts';
import { alertFaults } from './alert-faults.ts';
import { awaitFiring, awaitSilence, firing, notifiedAfter, type Told } from './fired.ts';
import { startVisitor } from './visitors.ts';
import { type WatchedPlatform, watchedPlatform } from './watched-platform.ts';

let platform: WatchedPlatform;
let visitor: AsyncDisposable;
const told: Told[] = [];

beforeAll(async () => {
  platform = await watchedPlatform();
  visitor = await startVisitor((await platform.target.connections()).apiUrl);
}, 120_000);

afterAll(async () => {
  await visitor?.[Symbol.asyncDispose]();
  await platform?.[Symbol.asyncDispose]();
  for (const { alert, firedAfterSeconds, notifiedAfterSeconds, silentAfterSeconds } of told)
    process.stdout.write(
      `${alert.padEnd(26)} fired ${firedAfterSeconds.toFixed(1)} s, told ${notifiedAfterSeconds?.toFixed(1) ?? '-'} s after the fault, silent ${silentAfterSeconds.toFixed(1)} s after its mending\n`,
    );
});

/** Breaks, waits for the alerts, mends, waits for silence. */
async function prove({ alerts, begin }: (typeof alertFaults)[number], withinSeconds: number): Promise<void> {
  const before = (await firing(platform)).map(({ name }) => name);
  expect(before.filter((name) => alerts.includes(name))).toEqual([]);
  const beganMs = Date.now();
  const mend = await begin(platform);
  let fired: Map<string, number>;
  try {
    fired = await awaitFiring(platform, alerts, beganMs, withinSeconds);
    await until('somebody was told', () =>
      alerts.some((alert) => notifiedAfter(platform, alert, beganMs) !== null),
    ).catch((error: unknown) => {
      // Who cannot be reached hears of it only afterwards.
      if (!alerts.includes('NotificationsFail')) throw error;
    });
  } finally {
    await mend();
  }
  const mendedMs = Date.now();
  const silent = await awaitSilence(platform, alerts, mendedMs, withinSeconds);
  for (const alert of alerts)
    told.push({
      alert,
      firedAfterSeconds: fired.get(alert) ?? Number.NaN,
      notifiedAfterSeconds: notifiedAfter(platform, alert, beganMs),
      silentAfterSeconds: silent.get(alert) ?? Number.NaN,
    });
}

describe('in short', { tags: ['slow'] }, () => {
  test.each(alertFaults.filter(({ short }) => short))('$title: $alerts', async (fault) => {
    await prove(fault, 60);
    expect(told.map(({ alert }) => alert)).toEqual(expect.arrayContaining([...fault.alerts]));
  });
});

describe('all', { tags: ['alerts'] }, () => {
  test.each(alertFaults.filter(({ short }) => !short))('$title: $alerts', async (fault) => {
    await prove(fault, 150);
    expect(told.map(({ alert }) => alert)).toEqual(expect.arrayContaining([...fault.alerts]));
  });
});
