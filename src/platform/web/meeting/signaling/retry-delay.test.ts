import { expect, test } from 'vitest';
import { retryDelayMs } from './retry-delay.ts';

test('it doubles, stays within its longest, and spreads over the upper half of a step', () => {
  expect([0, 1, 2, 3, 4, 5, 30].map((attempt) => retryDelayMs(attempt, 1))).toEqual([
    500, 1000, 2000, 4000, 8000, 15_000, 15_000,
  ]);
  expect(retryDelayMs(2, 0)).toBe(1000);
  expect(retryDelayMs(2, 0.5)).toBe(1500);
});
