import { describe, expect, test } from 'vitest';
import {
  batchMeanInterval,
  quantileRank,
  quantileRankInterval,
  ruleOfThree,
  samplesToBoundQuantile,
  wilsonInterval,
} from './statistics.ts';

test.each([
  [1_000, 0.95, 950],
  [100, 0.07, 7],
  [1, 0.5, 1],
  [20, 0.95, 19],
  [500, 1, 500],
])('of %d values, quantile %d has rank %d', (n, q, rank) => {
  expect(quantileRank(n, q)).toBe(rank);
});

test.each([
  [1_000, 0.95, { low: 936, high: 964 }],
  [500, 0.95, { low: 465, high: 485 }],
  [20, 0.95, { low: 17, high: null }],
  [3, 0.5, { low: null, high: null }],
])('%d values bound quantile %d by ranks %o', (n, q, ranks) => {
  expect(quantileRankInterval(n, q)).toEqual(ranks);
});

test('the fewest values that bound a percentile on both sides', () => {
  expect([0.5, 0.95, 0.99].map(samplesToBoundQuantile)).toEqual([8, 73, 381]);
});

describe('wilsonInterval', () => {
  test('agrees with the textbook: 8 of 10 is 49.0 % to 94.3 %', () => {
    const { low, high } = wilsonInterval(8, 10);
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.4902', '0.9433']);
  });

  test('stays between 0 and 1 and holds the share', () => {
    for (let n = 1; n <= 60; n += 1) {
      for (let k = 0; k <= n; k += 1) {
        const { low, high } = wilsonInterval(k, n);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(k / n + 1e-12);
        expect(high).toBeGreaterThanOrEqual(k / n - 1e-12);
      }
    }
  });
});

test.each([
  [3_000, 0.999],
  [300, 0.99],
  [2, 0],
])('%d clean trials prove %d', (trials, proven) => {
  expect(ruleOfThree(trials)).toBe(proven);
});

describe('batchMeanInterval', () => {
  test('of few readings is their whole range', () => {
    expect(batchMeanInterval([50, 60, 55])).toEqual({ low: 50, high: 60 });
  });

  test('of a steady gauge is narrow around its mean', () => {
    const values = Array.from({ length: 30 }, (_, i) => 50 + (i % 3));
    const { low, high } = batchMeanInterval(values);
    expect([low, high]).toEqual([51, 51]);
  });

  test('of a rising gauge is wider than independent readings would make it', () => {
    const values = Array.from({ length: 100 }, (_, i) => i);
    const { low, high } = batchMeanInterval(values);
    // Independent readings would give 1.96 · 29 / √100 = 5.7 to either side.
    expect((high - low) / 2).toBeGreaterThan(15);
    expect((high + low) / 2).toBeCloseTo(49.5);
  });
});
