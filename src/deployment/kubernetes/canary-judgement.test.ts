import { describe, expect, test } from 'vitest';
import { judgeCanary, p95Ms, type VersionReading } from './canary-judgement.ts';

const bounds = [10, 25, 50, 100, 200, 300, 500, 1000, 2000, 5000];

/** Requests that all took one of two times; errors among them. */
function reading(
  requests: number,
  {
    fastMs = 20,
    slowMs = 400,
    slow = 0,
    errors = 0,
  }: Partial<Record<'fastMs' | 'slowMs' | 'slow' | 'errors', number>> = {},
): VersionReading {
  const upTo = (bound: number): number =>
    (fastMs <= bound ? requests - slow : 0) + (slowMs <= bound ? slow : 0);
  return {
    requests,
    errors,
    buckets: [...bounds, Number.POSITIVE_INFINITY].map((upToMs) => ({ upToMs, requests: upTo(upToMs) })),
  };
}

const nothing: VersionReading = { requests: 0, errors: 0, buckets: [] };

describe('errors', () => {
  test('none in 381 requests prove that there are at most 1 %', () => {
    expect(judgeCanary(reading(381), reading(5000)).status).toBe('PASS');
    expect(judgeCanary(reading(380), reading(5000)).status).toBe('INCONCLUSIVE');
  });

  test('three in a hundred are beyond doubt in a thousand requests; two in one hundred are not', () => {
    expect(judgeCanary(reading(1000, { errors: 30 }), reading(5000))).toEqual({
      status: 'FAILED',
      reason: '30 errors in 1000 requests, stable 0 in 5000; at most 1 % allowed',
    });
    expect(judgeCanary(reading(100, { errors: 2 }), reading(5000)).status).toBe('INCONCLUSIVE');
  });

  test('of a handful of requests are no evidence yet', () => {
    expect(judgeCanary(reading(29, { errors: 29 }), reading(5000)).status).toBe('INCONCLUSIVE');
    expect(judgeCanary(reading(30, { errors: 30 }), reading(5000)).status).toBe('FAILED');
  });

  test('are not the new version’s fault where the stable one has as many', () =>
    expect(judgeCanary(reading(1000, { errors: 30 }), reading(5000, { errors: 150 })).status).toBe('PASS'));
});

describe('latency', () => {
  test('beyond one and a half times the stable p95 is slower', () =>
    expect(judgeCanary(reading(1000, { slow: 200 }), reading(5000))).toEqual({
      status: 'FAILED',
      reason: 'p95 450 ms, stable 24 ms; 200 of 1000 requests took over 100 ms, 5 % allowed',
    }));

  test('of 20 ms more nobody takes notice', () =>
    expect(judgeCanary(reading(1000, { fastMs: 60 }), reading(5000)).status).toBe('PASS'));

  test('a few slow requests are within', () =>
    expect(judgeCanary(reading(1000, { slow: 20 }), reading(5000)).status).toBe('PASS'));

  test('a share near the limit needs more requests', () =>
    expect(judgeCanary(reading(1000, { slow: 50 }), reading(5000)).status).toBe('INCONCLUSIVE'));

  test('slow as the stable version is no fault', () =>
    expect(judgeCanary(reading(1000, { slow: 200 }), reading(5000, { slow: 1000 })).status).toBe('PASS'));

  test('is held to 500 ms where the stable version has too few requests', () => {
    expect(judgeCanary(reading(1000, { fastMs: 400 }), nothing).status).toBe('PASS');
    expect(judgeCanary(reading(1000, { fastMs: 600 }), nothing).status).toBe('FAILED');
  });

  test('beyond all bounds is slower too', () => {
    const judged = judgeCanary(reading(1000, { fastMs: 9000 }), reading(5000));
    expect(judged.status).toBe('FAILED');
    expect(judged.reason).toMatch(/^p95 over 5000 ms, stable 24 ms/);
  });
});

test('no requests prove nothing', () =>
  expect(judgeCanary(nothing, reading(5000))).toEqual({
    status: 'INCONCLUSIVE',
    reason:
      'no requests yet: 0 errors in 0 requests, stable 0 in 5000; at most 1 % allowed; the gateway reports no latencies of the new version',
  }));

test('the 95th percentile lies within its bucket', () => {
  // 100 requests, all between 10 and 25 ms: rank 95 of them is 10 + 15 · 0.95.
  expect(p95Ms(reading(100))).toBeCloseTo(24.25, 9);
  expect(p95Ms(nothing)).toBeNull();
});
