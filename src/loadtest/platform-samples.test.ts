import { describe, expect, test } from 'vitest';
import { addBuckets, bucketGrowth, sumBuckets, valuesBetween } from './platform-samples.ts';

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
  test('is what a process added between two readings', () => {
    const before = new Map([
      [0.1, 5],
      [1, 6],
    ]);
    const after = new Map([
      [0.1, 7],
      [1, 16],
    ]);
    expect([...(bucketGrowth(before, after) ?? [])]).toEqual([
      [0.1, 2],
      [1, 10],
    ]);
  });

  test('of a process that was restarted is unknown', () =>
    expect(bucketGrowth(new Map([[1, 50]]), new Map([[1, 8]]))).toBeUndefined());
});

test('addBuckets adds processes and sorts by bound', () =>
  expect(
    addBuckets([
      new Map([
        [1, 10],
        [0.1, 2],
      ]),
      new Map([
        [0.1, 1],
        [1, 3],
      ]),
    ]),
  ).toEqual([
    { upperBound: 0.1, cumulativeCount: 3 },
    { upperBound: 1, cumulativeCount: 13 },
  ]));

test('valuesBetween keeps both edges of the phase and nothing outside', () => {
  const points = [
    [1, 10],
    [2, 20],
    [3, 30],
    [4, 40],
  ] as const;
  expect(valuesBetween(points, 2, 3)).toEqual([20, 30]);
});
