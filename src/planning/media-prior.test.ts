import { describe, expect, test } from 'vitest';
import { errorFactors } from './media-costs.ts';
import { BENCHMARK, COUNTER_EXAMPLES, missFactor, predictCores } from './media-evidence.ts';
import { mediaPrior } from './media-prior.ts';

const prior = mediaPrior();

describe('the prior', () => {
  test('spends 13.0 µs on a packet out, 1.74 ns on a bit and 46.8 µs on a packet in', () => {
    expect(prior.perPacketOut.value * 1e6).toBeCloseTo(13.0, 1);
    expect(prior.perBitOut.value * 1e9).toBeCloseTo(1.745, 2);
    expect(prior.perPacketIn.value * 1e6).toBeCloseTo(46.8, 1);
  });

  test.each(BENCHMARK)('goes through the published row: $title', (row) => {
    const { packetsOut, bitsOut, packetsIn } = row.leastLoad;
    // As the row is printed, independent of the function that predicts.
    const percent = (81.2 * packetsOut) / 1e6 + (10.9 * bitsOut) / 1e9 + (292 * packetsIn) / 1e6;
    expect(percent / 100).toBeCloseTo(row.leastCores / 16, 2);
    expect(predictCores(prior, row.leastLoad)).toBeCloseTo(row.leastCores, 9);
  });

  test.each(COUNTER_EXAMPLES)('misses by less than the error that it prints: $title', (observation) => {
    const { low, high } = errorFactors(prior.relativeError.value);
    const least = predictCores(prior, observation.leastLoad) * low;
    const greatest = predictCores(prior, observation.greatestLoad) * high;
    expect(least).toBeLessThanOrEqual(observation.greatestCores);
    expect(greatest).toBeGreaterThanOrEqual(observation.leastCores);
  });

  test('names the counter-example that decides its error', () => {
    expect(prior.relativeError.value).toBe(1.2);
    expect(prior.relativeError.sources[0]?.title).toContain('livekit #3285 misses most: × 2.17');
  });

  test('is an assumption in every number', () => {
    expect(new Set(Object.values(prior).map(({ basis }) => basis))).toEqual(new Set(['assumed']));
  });
});

test('a miss counts alike in both directions', () => {
  const [row] = BENCHMARK;
  if (row === undefined) throw new Error('the benchmark has rows');
  const seen = (cores: number) => ({ ...row, leastCores: cores, greatestCores: cores });
  expect(missFactor(prior, seen(row.leastCores * 2))).toBeCloseTo(2, 9);
  expect(missFactor(prior, seen(row.leastCores / 2))).toBeCloseTo(2, 9);
});
