import { expect, test } from 'vitest';
import { percentilesOf } from './draw-plans.ts';

test('percentiles are values that were drawn, by the nearest rank, of those that count', () => {
  // The nearest rank of 10 % of 20 is 2, of 50 % 10, of 90 % 18.
  const values = Float64Array.from([...Array(20).keys()].map((n) => 20 - n));
  expect(percentilesOf(values, 20)).toEqual({ p10: 2, p50: 10, p90: 18 });
  expect(percentilesOf(Float64Array.from([3, 1, 2, 99]), 3)).toEqual({ p10: 1, p50: 2, p90: 3 });
});
