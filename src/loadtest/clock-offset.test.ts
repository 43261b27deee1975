import { expect, test } from 'vitest';
import { clockOffsetMs } from './clock-offset.ts';

/** Clocks that agree but for an offset; each reading of either takes as long as the next entry says. */
function clocks(offsetMs: number, readingsMs: readonly number[]) {
  let time = 0;
  let reading = 0;
  const pass = (): number => {
    time += readingsMs[reading++] ?? 0;
    return time;
  };
  return { monotonic: pass, now: () => pass() + offsetMs };
}

test('is the offset of the two clocks', () => expect(clockOffsetMs(clocks(1000, []))).toBe(1000));

test('a process that lost the processor between the readings does not look like a jump', () =>
  expect(clockOffsetMs(clocks(1000, [0, 18, 0, 0, 0, 0]))).toBe(1000));

test('with every reading disturbed the tightest counts', () =>
  expect(clockOffsetMs(clocks(1000, [0, 8, 8, 0, 1, 1, 0, 9, 9, 0, 7, 7, 0, 6, 6]))).toBe(1000));
