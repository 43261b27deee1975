/**
 * Each alert made to fire by a real fault on the real platform, and silent again after it is mended. In the gate a few; all of them by
 * `npm run test:alerts`.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alertFaults } from './alert-faults.ts';
import type { Told } from './fired.ts';
import { mediaFaults } from './media-faults.ts';
import { proveAlerts, toldText } from './prove-alerts.ts';
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
  process.stdout.write(toldText(told));
});

describe('in short', { tags: ['slow'] }, () => {
  test.each(alertFaults.filter(({ short }) => short))('$title: $alerts', async (fault) => {
    told.push(...(await proveAlerts(platform, fault, 60)));
    expect(told.map(({ alert }) => alert)).toEqual(expect.arrayContaining([...fault.alerts]));
  });
});

describe('all', { tags: ['alerts'] }, () => {
  test.each([...alertFaults.filter(({ short }) => !short), ...mediaFaults])(
    '$title: $alerts',
    async (fault) => {
      told.push(...(await proveAlerts(platform, fault, 150)));
      expect(told.map(({ alert }) => alert)).toEqual(expect.arrayContaining([...fault.alerts]));
    },
  );
});
