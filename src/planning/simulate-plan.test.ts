import { describe, expect, test } from 'vitest';
import { planInputs } from '../../tests/support/plan-inputs.ts';
import { buildPlan } from './build-plan.ts';
import { randomOf, triangular } from './random.ts';
import { simulatePlan } from './simulate-plan.ts';

const breathe = (): Promise<void> => Promise.resolve();
const simulated = (event: object, seed: number, samples = 300) => {
  const inputs = planInputs(event);
  return simulatePlan(inputs, buildPlan(inputs), { samples, seed, breathe });
};
const certain = (value: number) => ({ low: value, mode: value, high: value });
/** Everything that draws assume where an event leaves it open, as known exactly. */
const nothingOpen = {
  layout: {
    smallTileKbps: certain(150),
    smallTilePacketsPerSecond: certain(34),
    largeTileKbps: certain(1500),
    silentMicrophones: certain(0),
  },
  recordedMeetings: certain(0.1),
  relayedParticipants: certain(0.1),
};

describe('draws', () => {
  test('the same seed draws the same, another seed does not', async () => {
    expect(await simulated({}, 7)).toEqual(await simulated({}, 7));
    expect(await simulated({}, 7)).not.toEqual(await simulated({}, 8));
  });

  test('percentiles are in order and lie within what a range allows', async () => {
    const layout = { ...nothingOpen.layout, smallTiles: { low: 9, mode: 25, high: 49 } };
    const { totals } = await simulated({ ...nothingOpen, layout }, 1);
    for (const { p10, p50, p90 } of Object.values(totals)) {
      expect(p10).toBeLessThanOrEqual(p50);
      expect(p50).toBeLessThanOrEqual(p90);
    }
    // 9 tiles are 2.946, 49 are 8.946 Mbit/s a person
    expect(totals.payloadBitsPerSecond?.p10).toBeGreaterThan(50_000 * 2.946e6);
    expect(totals.payloadBitsPerSecond?.p90).toBeLessThan(50_000 * 8.946e6);
  });

  test('what is known exactly does not spread; what an event leaves at its default does', async () => {
    const known = (await simulated(nothingOpen, 1)).totals.egressBitsPerSecond;
    expect(known?.p10).toBe(known?.p90);
    const open = (await simulated({}, 1)).totals.egressBitsPerSecond;
    // 25 tiles from 100 to 250 kbit/s alone move it by more than a tenth.
    expect((open?.p90 ?? 0) / (open?.p10 ?? 0)).toBeGreaterThan(1.1);
  });

  test('a draw that the chosen size does not carry is planned with a larger one', async () => {
    const event = { ...nothingOpen, meetings: [{ count: 1, participants: 300 }] };
    const { resized, withoutPlan } = await simulated(event, 1);
    expect(resized).toBeGreaterThan(0);
    expect(withoutPlan).toBe(0);
  });

  test('draws that nothing on offer carries are counted, with the reason', async () => {
    const event = { ...nothingOpen, meetings: [{ count: 1, participants: 1200 }] };
    const { withoutPlan, samples, refusal } = await simulated(event, 1, 60);
    expect(withoutPlan).toBeGreaterThan(0);
    expect(withoutPlan).toBeLessThan(samples);
    expect(refusal).toContain('1,200');
  });

  test('many meetings need larger workers in some draws, and none of them is lost', async () => {
    const { withoutPlan } = await simulated({ meetings: [{ count: 2000, participants: 500 }] }, 1, 100);
    expect(withoutPlan).toBeLessThan(10);
  });

  test('an interrupt between draws ends them', async () => {
    const inputs = planInputs({});
    const breathe = (): Promise<void> => Promise.reject(new Error('interrupted'));
    const draws = simulatePlan(inputs, buildPlan(inputs), { samples: 10, seed: 1, breathe });
    await expect(draws).rejects.toThrow('interrupted');
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
