import { describe, expect, test } from 'vitest';
import { outagesOf, quietForMs, recoveryOf } from './availability.ts';
import type { ProbeResult } from './probe.ts';

/** A probe every 50 ms that is answered after 2 ms, and fails by patience while `isDown`. */
function probes(untilMs: number, isDown: (atMs: number) => boolean): ProbeResult[] {
  return Array.from({ length: untilMs / 50 }, (_, i) => i * 50).map((startedAtMs) =>
    isDown(startedAtMs)
      ? { startedAtMs, endedAtMs: startedAtMs + 1000, failure: 'no answer within 1000 ms' }
      : { startedAtMs, endedAtMs: startedAtMs + 2, failure: null },
  );
}

describe('outages', () => {
  test('an outage of 2.000 s is found within 100 ms, wherever it lies between two probes', () => {
    for (const from of [10_000, 10_001, 10_025, 10_049]) {
      const [outage, ...more] = outagesOf(probes(60_000, (at) => at >= from && at < from + 2000));
      expect(more).toEqual([]);
      expect(Math.abs((outage?.toMs ?? 0) - (outage?.fromMs ?? 0) - 2000)).toBeLessThanOrEqual(100);
    }
  });

  test('a door that does not come back has an open one', () => {
    expect(outagesOf(probes(1000, (at) => at >= 500))).toMatchObject([
      { fromMs: 500, toMs: null, failures: 10 },
    ]);
  });

  test('answers that come out of order are put in the order of their questions', () => {
    const late: ProbeResult[] = [
      { startedAtMs: 100, endedAtMs: 102, failure: null },
      { startedAtMs: 50, endedAtMs: 1050, failure: 'no answer' },
      { startedAtMs: 0, endedAtMs: 2, failure: null },
    ];
    expect(outagesOf(late)).toEqual([{ fromMs: 50, toMs: 102, failures: 1, example: 'no answer' }]);
  });
});

describe('recovery', () => {
  test('first success, and stable after the last of several outages', () => {
    const results = probes(60_000, (at) => (at >= 10_000 && at < 12_000) || (at >= 15_000 && at < 15_500));
    expect(recoveryOf(results, { faultAtMs: 9_990, untilMs: 60_000 })).toEqual({
      detectionMs: 1010,
      firstMs: 2012,
      stableMs: 5512,
      downMs: 2002 + 502,
      reason: null,
    });
  });

  test('is not stable before 30 s without an error were watched', () => {
    const results = probes(30_000, (at) => at >= 10_000 && at < 12_000);
    expect(recoveryOf(results, { faultAtMs: 10_000, untilMs: 30_000 })).toMatchObject({
      firstMs: 2002,
      stableMs: null,
      reason: 'watched for 18.0 s after its last error, where 30 s are needed',
    });
  });

  test('a door at which nothing failed was never away', () => {
    expect(
      recoveryOf(
        probes(60_000, () => false),
        { faultAtMs: 10_000, untilMs: 60_000 },
      ),
    ).toMatchObject({
      detectionMs: null,
      firstMs: 0,
      stableMs: 0,
      reason: 'no probe failed',
    });
  });

  test('what failed before the fault is not its doing', () => {
    const results = probes(60_000, (at) => at === 1_000);
    expect(recoveryOf(results, { faultAtMs: 10_000, untilMs: 60_000 })).toMatchObject({ stableMs: 0 });
  });

  test('without a probe nothing is said', () => {
    expect(recoveryOf([], { faultAtMs: 0, untilMs: 1 })).toMatchObject({
      stableMs: null,
      reason: 'it was not probed',
    });
  });
});

test('quiet counts from the last failure that was seen', () => {
  const results = probes(20_000, (at) => at === 5_000);
  expect(quietForMs(results, 0, 20_000)).toBe(14_000);
  expect(quietForMs(results, 10_000, 20_000)).toBe(10_000);
});
