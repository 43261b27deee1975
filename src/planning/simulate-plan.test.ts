import { describe, expect, test } from 'vitest';
import { planInputs } from '../../tests/support/plan-inputs.ts';
import { buildPlan } from './build-plan.ts';
import { randomOf, triangular } from './random.ts';
import { simulatePlan } from './simulate-plan.ts';

const simulated = (event: object, seed: number, samples = 300) => {
  const inputs = planInputs(event);
  return simulatePlan(inputs, buildPlan(inputs), { samples, seed });
};

describe('draws', () => {
  test('the same seed draws the same, another seed does not', () => {
    expect(simulated({}, 7)).toEqual(simulated({}, 7));
    expect(simulated({}, 7)).not.toEqual(simulated({}, 8));
  });

  test('percentiles are in order and lie within what a range allows', () => {
    const { totals } = simulated({ layout: { smallTiles: { low: 9, mode: 25, high: 49 } } }, 1);
    for (const { p10, p50, p90 } of Object.values(totals)) {
      expect(p10).toBeLessThanOrEqual(p50);
      expect(p50).toBeLessThanOrEqual(p90);
    }
    // 9 tiles are 2.946, 49 are 8.946 Mbit/s a person
    expect(totals.payloadBitsPerSecond?.p10).toBeGreaterThan(50_000 * 2.946e6);
    expect(totals.payloadBitsPerSecond?.p90).toBeLessThan(50_000 * 8.946e6);
  });

  test('what is known exactly does not spread', () => {
    const { p10, p90 } = simulated({}, 1).totals.egressBitsPerSecond ?? {};
    expect(p10).toBe(p90);
  });

  test('draws in which the largest meeting fits no such node are counted', () => {
    const event = { meetings: [{ count: 1, participants: 1200 }] };
    const { withoutPlan, samples } = simulated(event, 1);
    expect(withoutPlan).toBeGreaterThan(0);
    expect(withoutPlan).toBeLessThan(samples);
  });
});

describe('a triangular range', () => {
  const range = { low: 2, mode: 3, high: 7 };

  test('stays within its bounds, which the ends of the share reach', () => {
    expect(triangular(range, 0)).toBe(2);
    expect(triangular(range, 1)).toBe(7);
    expect(triangular({ low: 4, mode: 4, high: 4 }, 0.3)).toBe(4);
  });

  test('has the mean and the median of the distribution', () => {
    const random = randomOf(3);
    const draws = Array.from({ length: 20_000 }, () => triangular(range, random())).sort((a, b) => a - b);
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    // (2 + 3 + 7) / 3 = 4; the variance is 7 / 6, so 20,000 draws err by 0.008
    expect(Math.abs(mean - 4)).toBeLessThan(0.04);
    // 7 - sqrt(5 × 4 / 2) = 3.838
    expect(Math.abs((draws[10_000] ?? 0) - (7 - Math.sqrt(10)))).toBeLessThan(0.05);
  });
});
