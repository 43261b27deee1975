import { expect, test } from 'vitest';
import { restartDelayMs } from './restart-delay.ts';

test('waits twice as long after each failure in a row, at most 10 s', () => {
  expect([0, 1, 2, 3, 6, 7, 50].map(restartDelayMs)).toEqual([250, 250, 500, 1_000, 8_000, 10_000, 10_000]);
});
