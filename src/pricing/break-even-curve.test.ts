import Big from 'big.js';
import { expect, test } from 'vitest';
import { breakEvenCurve } from './break-even-curve.ts';

const line = (id: string, fixed: number, anHour: number) => ({
  id,
  title: id,
  costAt: (hours: number) => new Big(fixed).plus(new Big(anHour).times(hours)),
});

test('the hours from which machines are cheaper than minutes', () => {
  const { hours, selfHosted, services } = breakEvenCurve(line('self', 90_000, 1234), [
    line('a dollar a second', 0, 3600),
    line('as dear by the hour', 500, 1234),
    line('dear from the start', 100_000, 6000),
  ]);
  // 90,000 / (3,600 − 1,234) = 38.04 h
  expect(services.map((service) => service.hours)).toEqual([38.1, null, 0]);
  expect(hours.at(-1)).toBe(730);
  expect(selfHosted.map(Number)[1]).toBe(90_000 + 12 * 1234);
  expect(services[0]?.amounts).toHaveLength(hours.length);
});
