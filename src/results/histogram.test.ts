import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../tests/support/room-run.ts';
import { bucketBounds, bucketIndex, Histogram } from './histogram.ts';

/** The same vectors are read by the tests of the load generator, so that both sides count alike. */
const vectors = JSON.parse(
  readFileSync(new URL('../../loadgen/histogram/testdata/vectors.json', import.meta.url), 'utf8'),
);

function of(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

/** Values over nine orders of magnitude. */
function randomValues(seed: number, n: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: n }, () => Math.floor(10 ** (9 * random())) - 1);
}

describe('shared vectors', () => {
  test.each(vectors.indexes as [number, number][])('value %d lies in bucket %d', (value, index) => {
    expect(bucketIndex(value)).toBe(index);
  });

  test.each(
    vectors.histograms as { name: string; values: number[]; json: unknown; quantiles: [number, number][] }[],
  )('$name', ({ values, json, quantiles }) => {
    expect(of(values).toJson()).toEqual(json);
    const stored = Histogram.fromJson(json);
    expect(quantiles.map(([q]) => [q, stored.quantileUs(q)])).toEqual(quantiles);
  });
});

describe('buckets', () => {
  test('hold their values and are at most 1/128 wide', () => {
    for (const value of randomValues(1, 2_000)) {
      const { low, high } = bucketBounds(bucketIndex(value));
      expect(low).toBeLessThanOrEqual(value);
      expect(high).toBeGreaterThanOrEqual(value);
      expect(high - low).toBeLessThanOrEqual(low / 128);
    }
  });

  test('follow one another without a gap', () => {
    for (let index = 0; index < 3_000; index += 1) {
      expect(bucketBounds(index + 1).low).toBe(bucketBounds(index).high + 1);
    }
  });

  test('reach beyond 32 bits', () => {
    const value = 2 ** 40 + 12_345;
    const { low, high } = bucketBounds(bucketIndex(value));
    expect(low <= value && value <= high).toBe(true);
  });
});

describe('merging', () => {
  test('gives the histogram of all values together', () => {
    const [a, b] = [randomValues(2, 500), randomValues(3, 700)];
    expect(of(a).merge(of(b)).toJson()).toEqual(of([...a, ...b]).toJson());
  });

  test('with an empty one changes nothing', () => {
    const a = of([40, 50]);
    expect(a.merge(new Histogram()).toJson()).toEqual(a.toJson());
    expect(new Histogram().merge(a).toJson()).toEqual(a.toJson());
  });

  test('leaves its parts alone', () => {
    const a = of([40]);
    a.merge(of([50]));
    expect(a.count).toBe(1);
  });
});

test('a quantile lies within 1/128 of the exact one', () => {
  const values = randomValues(4, 1_000).sort((a, b) => a - b);
  const histogram = of(values);
  for (const q of [0.01, 0.5, 0.95, 0.99, 1]) {
    const exact = values[Math.max(0, Math.ceil(q * 1_000) - 1)] ?? 0;
    expect(Math.abs((histogram.quantileUs(q) ?? -1) - exact)).toBeLessThanOrEqual(exact / 128);
  }
});

test('an empty histogram has no quantile', () => {
  expect(new Histogram().quantileUs(0.95)).toBeNull();
});

test.each([-1, 1.5, Number.NaN, 2 ** 60])('the value %d is refused', (value) => {
  expect(() => new Histogram().add(value)).toThrow(RangeError);
});

test.each([
  ['another precision', { precisionBits: 8 }],
  ['another unit', { unit: 'ms' }],
  ['a count that the buckets do not add up to', { count: 9 }],
  [
    'buckets out of order',
    {
      buckets: [
        [50, 1],
        [40, 1],
      ],
    },
  ],
  ['an unknown key', { mean: 3 }],
])('a stored histogram with %s is refused', (_what, change) => {
  expect(() => Histogram.fromJson({ ...of([40, 50]).toJson(), ...change })).toThrow();
});
