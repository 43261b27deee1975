import { describe, expect, test } from 'vitest';
import { bucketGrowth, sumBuckets, valuesBetween } from './platform-samples.ts';

const bucket = (le: string, value: number, worker: string) => ({
  name: 'query_seconds_bucket',
  labels: { le, worker },
  value,
});

describe('sumBuckets', () => {
  test('adds the buckets of all processes, and nothing else', () => {
    const samples = [
      bucket('0.1', 3, 'api-1'),
      bucket('0.1', 4, 'api-2'),
      bucket('+Inf', 9, 'api-1'),
      { name: 'query_seconds_count', labels: {}, value: 9 },
    ];
    expect([...sumBuckets(samples, 'query_seconds')]).toEqual([
      [0.1, 7],
      [Number.POSITIVE_INFINITY, 9],
    ]);
  });
});

describe('bucketGrowth', () => {
  test('is what was added between two readings, in order of the bounds', () => {
    const before = new Map([
      [0.1, 5],
      [1, 6],
    ]);
    const after = new Map([
      [1, 16],
      [0.1, 7],
    ]);
    expect(bucketGrowth(before, after)).toEqual([
      { upperBound: 0.1, cumulativeCount: 2 },
      { upperBound: 1, cumulativeCount: 10 },
    ]);
  });

  test('of a process that restarted is what it counted since', () => {
    expect(bucketGrowth(new Map([[1, 50]]), new Map([[1, 8]]))).toEqual([
      { upperBound: 1, cumulativeCount: 8 },
    ]);
  });
});

test('valuesBetween keeps both edges of the phase and nothing outside', () => {
  const points = [
    [1, 10],
    [2, 20],
    [3, 30],
    [4, 40],
  ] as const;
  expect(valuesBetween(points, 2, 3)).toEqual([20, 30]);
});
