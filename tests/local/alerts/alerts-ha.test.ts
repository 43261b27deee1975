/** Alerts of what profile `lean` has only one of, made to fire by real faults on profile `ha`, and silent again: part of `npm run test:alerts`. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Told } from './fired.ts';
import { haFaults } from './ha-faults.ts';
import { proveAlerts, toldText } from './prove-alerts.ts';
import { type WatchedHa, watchedHa } from './watched-ha.ts';

let platform: WatchedHa;
const told: Told[] = [];

beforeAll(async () => {
  platform = await watchedHa();
}, 180_000);

afterAll(async () => {
  await platform?.[Symbol.asyncDispose]();
  process.stdout.write(toldText(told));
}, 60_000);

test.each(haFaults)('$title: $alerts', { tags: ['alerts'] }, async (fault) => {
  told.push(...(await proveAlerts(platform, fault, 150)));
  expect(told.map(({ alert }) => alert)).toEqual(expect.arrayContaining([...fault.alerts]));
});
