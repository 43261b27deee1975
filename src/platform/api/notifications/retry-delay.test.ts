import { expect, test } from 'vitest';
import { maxAttempts, retryDelayMs } from './retry-delay.ts';

test('delays grow from 10 s to at most 6 h, and half of each is chance', () => {
  expect([retryDelayMs(1, 0), retryDelayMs(1, 1)]).toEqual([5_000, 10_000]);
  expect(retryDelayMs(2, 1)).toBe(26_000);
  expect(retryDelayMs(maxAttempts - 1, 1) / 3_600_000).toBeCloseTo(5.8, 1);
  expect(retryDelayMs(50, 1)).toBe(6 * 3_600_000);
});
