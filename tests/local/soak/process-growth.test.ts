import { expect, test } from 'vitest';
import { growthOf, leaks } from './process-growth.ts';

const minute = 60_000;
const mebibyte = 1_048_576;

/** A life of so many minutes, a sample every 10 s. */
const life = (minutes: number, at: (atMs: number) => { memoryBytes: number; descriptors: number }) => ({
  samples: Array.from({ length: minutes * 6 + 1 }, (_, i) => ({ atMs: i * 10_000, ...at(i * 10_000) })),
});
const steady = { memoryBytes: 100 * mebibyte, descriptors: 50 };

test('a steady process does not grow, however its heap goes up and down between collections', () => {
  const sawtooth = life(30, (atMs) => ({
    ...steady,
    memoryBytes: steady.memoryBytes + (atMs % 90_000) * 400,
  }));
  const growth = growthOf(sawtooth);
  expect(growth?.memory.percentIn10Min).toBe(0);
  expect(growth && leaks(growth)).toBe(false);
});

test('what a process takes while it warms up is no growth', () => {
  const growth = growthOf(
    life(30, (atMs) => ({ memoryBytes: Math.min(1, atMs / (4 * minute)) * 100 * mebibyte, descriptors: 9 })),
  );
  expect(growth?.memory.percentIn10Min).toBe(0);
});

test('a heap that gains 2 % in ten minutes leaks, and is measured as that', () => {
  const growth = growthOf(
    life(30, (atMs) => ({
      ...steady,
      memoryBytes: steady.memoryBytes * (1 + (0.02 * (atMs - 4 * minute)) / (10 * minute)),
    })),
  );
  expect(growth?.memory.percentIn10Min).toBeCloseTo(2, 1);
  expect(growth && leaks(growth)).toBe(true);
});

test('descriptors that are never closed are a leak, one more is not', () => {
  const opened = (perTenMinutes: number) =>
    growthOf(
      life(30, (atMs) => ({
        ...steady,
        descriptors: 50 + Math.floor((atMs * perTenMinutes) / (10 * minute)),
      })),
    );
  const [many, one] = [opened(5), opened(0.5)];
  expect(many && leaks(many)).toBe(true);
  expect(one && leaks(one)).toBe(false);
});

test('a life that is too short for two windows ten minutes apart is not judged', () => {
  expect(growthOf(life(16, () => steady))).toBeUndefined();
  expect(growthOf(life(17, () => steady))).toBeDefined();
});
