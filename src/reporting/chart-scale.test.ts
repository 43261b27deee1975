import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../tests/support/room-run.ts';
import { decimate, niceTicks, pathThrough, timeTicks } from './chart-scale.ts';

test.each([
  [100, 4, [0, 50, 100]],
  [40_500, 4, [0, 20_000, 40_000, 60_000]],
  [0.07, 4, [0, 0.02, 0.04, 0.06, 0.08]],
  [0, 4, [0, 1]],
])('an axis to %d with about %d steps', (max, wanted, ticks) => {
  expect(niceTicks(max, wanted)).toEqual(ticks);
});

test('an axis of time has round steps', () => {
  expect(timeTicks(73_000, 5)).toEqual([0, 15_000, 30_000, 45_000, 60_000]);
  expect(timeTicks(3_000, 5)).toEqual([0, 1_000, 2_000, 3_000]);
});

describe('decimate', () => {
  const random = seededRandom(8);
  const points = Array.from({ length: 5_000 }, (_, i) => [i, random()] as const);

  test('keeps the extremes and the order, within the budget', () => {
    const kept = decimate(points, 240);
    const values = points.map(([, y]) => y);
    expect(kept.length).toBeLessThanOrEqual(240);
    expect(Math.max(...kept.map(([, y]) => y))).toBe(Math.max(...values));
    expect(Math.min(...kept.map(([, y]) => y))).toBe(Math.min(...values));
    expect(kept.map(([x]) => x)).toEqual(kept.map(([x]) => x).sort((a, b) => a - b));
  });

  test('leaves a short series alone', () => {
    expect(decimate(points.slice(0, 240), 240)).toHaveLength(240);
  });
});

test('the steps of a path add up to its points, without a drift from rounding', () => {
  const scale = { domain: [0, 7], range: [0, 100] } as const;
  const path = pathThrough(
    Array.from({ length: 8 }, (_, i) => [i, 7 - i] as const),
    scale,
    scale,
  );
  expect(path).toMatch(/^M0 100l/);
  const steps = [...path.slice(path.indexOf('l') + 1).matchAll(/-?[\d.]+/g)].map(Number);
  const total = (from: number): number =>
    steps.filter((_, i) => i % 2 === from).reduce((sum, step) => sum + step, 0);
  expect([total(0), total(1)].map((sum) => Math.round(sum * 10) / 10)).toEqual([100, -100]);
});
