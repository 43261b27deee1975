import { ExitCode, GomeetError } from '../errors.ts';
import type { PlanInputs } from '../planning/plan-inputs.ts';
import { quantileRank } from '../results/statistics.ts';
import type { CostOf } from './sensitivity.ts';

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
 * Draws inputs, plans and prices each draw, and orders the costs.
 *
 * @param draw makes the inputs of one draw; its random source was started from `seed`
 * @throws GomeetError (usage) the error of the last draw, when no draw can be planned
 */
export function simulateCost(
  draw: () => PlanInputs,
  cost: CostOf,
  { samples, seed }: { readonly samples: number; readonly seed: number },
): CostRange {
  const costs = new Float64Array(samples);
  let planned = 0;
  let refusal: GomeetError | null = null;
  for (let i = 0; i < samples; i += 1) {
    try {
      costs[planned] = cost(draw());
      planned += 1;
    } catch (error) {
      if (!(error instanceof GomeetError) || error.exitCode !== ExitCode.usage) throw error;
      refusal = error;
    }
  }
  if (planned === 0 && refusal !== null) throw refusal;
  const sorted = costs.subarray(0, planned).sort();
  const at = (quantile: number): number => sorted[quantileRank(planned, quantile) - 1] ?? Number.NaN;
  return { samples, seed, withoutPlan: samples - planned, p10: at(0.1), p50: at(0.5), p90: at(0.9) };
}
