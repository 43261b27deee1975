import { describe, expect, test } from 'vitest';
import { generatorResult } from '../../tests/support/generator-result.ts';
import { Histogram } from '../results/histogram.ts';
import { mergeResults } from './merge-results.ts';

const [hold] = generatorResult().phases.filter(({ name }) => name === 'hold');
const heldFrom = hold?.startedAt ?? 0;

/** A long-tailed sample, the same for the same number: 10,000 values from 1 ms to about 100 ms. */
const latencyUs = (i: number): number => Math.round(1000 * 100 ** (((i * 7919) % 10_000) / 10_000));

describe('mergeResults', () => {
  test('one result is itself', () => {
    const result = generatorResult();
    expect(mergeResults([result])).toBe(result);
  });

  test('p99 of eight merged runners is that of one run of the same samples', () => {
    const whole = new Histogram();
    const parts = Array.from({ length: 8 }, () => new Histogram());
    for (let i = 0; i < 10_000; i++) {
      whole.add(latencyUs(i));
      parts[i % 8]?.add(latencyUs(i));
    }
    const merged = mergeResults(
      parts.map((part) => generatorResult({ histograms: { apiRequestUs: part.toJson() } })),
    );
    expect(merged.histograms.apiRequestUs).toEqual(whole.toJson());
  });

  test('counts and rates add up, latencies show the slowest, second by second', () => {
    const at = heldFrom + 4;
    const one = generatorResult({
      series: [
        { name: 'packetsPerSecond', unit: 'packets/s', points: [[at, 10]] },
        { name: 'videoLatencyP95', unit: 'ms', points: [[at, 12]] },
      ],
    });
    const other = generatorResult({
      series: [
        { name: 'packetsPerSecond', unit: 'packets/s', points: [[at + 300, 5]] },
        { name: 'videoLatencyP95', unit: 'ms', points: [[at + 300, 30]] },
      ],
    });
    const merged = mergeResults([one, other]);
    expect(merged.counts.participantsJoined).toBe(1000);
    expect(merged.series).toEqual([
      { name: 'packetsPerSecond', unit: 'packets/s', points: [[heldFrom, 15]] },
      { name: 'videoLatencyP95', unit: 'ms', points: [[heldFrom, 30]] },
    ]);
    expect(merged.generator.cpuPercentHold).toBe(2 * one.generator.cpuPercentHold);
  });

  test('the hold is when all hold; one process that never held leaves none', () => {
    const late = generatorResult({
      phases: [{ name: 'hold', startedAt: heldFrom + 2000, endedAt: heldFrom + 60_000 }],
    });
    expect(mergeResults([generatorResult(), late]).phases.find(({ name }) => name === 'hold')).toEqual({
      name: 'hold',
      startedAt: heldFrom + 2000,
      endedAt: heldFrom + 30_000,
    });
    const never = generatorResult({ phases: [], partial: true });
    expect(mergeResults([generatorResult(), never])).toMatchObject({ partial: true });
    expect(mergeResults([generatorResult(), never]).phases.map(({ name }) => name)).not.toContain('hold');
  });
});
