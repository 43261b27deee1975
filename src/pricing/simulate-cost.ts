import { ExitCode, GomeetError } from '../errors.ts';
import { buildPlan } from '../planning/build-plan.ts';
import type { PlanInputs } from '../planning/plan-inputs.ts';
import { randomOf } from '../planning/random.ts';
import { sampleInputs, withSizesOf } from '../planning/sample-inputs.ts';
import { quantileRank } from '../results/statistics.ts';
import type { Prices } from './bill-rows.ts';
import { planCost } from './plan-cost.ts';

/** The spread of a bill when every uncertain input is drawn at once, in USD a month. */
export interface CostRange {
  readonly samples: number;
  readonly seed: number;
  /** Draws of which no plan can be made, such as a meeting that fits no node; the percentiles are of the others. */
  readonly withoutPlan: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/**
 * Draws inputs, plans each draw with the sizes that the base plan chose, prices it and orders the costs.
 *
 * @param samples draws, at least 1
 * @throws GomeetError (usage) the last draw's reason, when no draw at all can be planned
 */
export function simulateCost(inputs: PlanInputs, prices: Prices, samples: number, seed: number): CostRange {
  const random = randomOf(seed);
  const sized = withSizesOf(inputs, buildPlan(inputs));
  const cost = planCost(prices);
  const range = spreadOf(() => cost(sampleInputs(sized, random)), samples);
  return { ...range, samples, seed };
}

/** Percentiles of a cost that is drawn again and again; a draw that is refused by a usage error is counted, not priced. */
export function spreadOf(draw: () => number, samples: number): Omit<CostRange, 'samples' | 'seed'> {
  const costs = new Float64Array(samples);
  let priced = 0;
  let refusal: GomeetError | null = null;
  for (let i = 0; i < samples; i += 1) {
    try {
      costs[priced] = draw();
      priced += 1;
    } catch (error) {
      if (!(error instanceof GomeetError) || error.exitCode !== ExitCode.usage) throw error;
      refusal = error;
    }
  }
  if (priced === 0 && refusal !== null) throw refusal;
  const sorted = costs.subarray(0, priced).sort();
  const at = (quantile: number): number => sorted[quantileRank(priced, quantile) - 1] ?? Number.NaN;
  return { withoutPlan: samples - priced, p10: at(0.1), p50: at(0.5), p90: at(0.9) };
}
