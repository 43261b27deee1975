import { expect, test } from 'vitest';
import { alertsSince } from './alert-spans.ts';

const faultMs = 1_700_000_000_000;
const span = { faultMs, endMs: faultMs + 120_000, stepSeconds: 5 };
/** Fires at every step from one second after the fault to another. */
const fires = (alertname: string, from: number, to: number) => ({
  metric: { alertname, severity: 'critical' },
  values: Array.from(
    { length: (to - from) / 5 + 1 },
    (_, step) => [faultMs / 1000 + from + 5 * step, '1'] as const,
  ),
});

test('an alert has its delay, and its end where it came', () => {
  expect(alertsSince([fires('RedisDown', 30, 60), fires('PostgresDown', 15, 120)], span)).toEqual([
    { name: 'PostgresDown', severity: 'critical', afterMs: 15_000, resolvedAfterMs: null },
    { name: 'RedisDown', severity: 'critical', afterMs: 30_000, resolvedAfterMs: 65_000 },
  ]);
});

test('what fired before the fault is not its doing, and the heartbeat is no alert', () => {
  expect(alertsSince([fires('DiskFull', -5, 120), fires('Watchdog', 10, 120)], span)).toEqual([]);
});
