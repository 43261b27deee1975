import { ExitCode, GomeetError } from '../errors.ts';
import { quantileRank } from '../results/statistics.ts';
import { buildPlan } from './build-plan.ts';
import type { PlanInputs, PlanResult } from './plan-inputs.ts';
import { randomOf } from './random.ts';
import { sampleInputs, withSizesOf } from './sample-inputs.ts';

/** The headline of a plan when everything uncertain is drawn at once. */
export interface PlanUncertainty {
  readonly samples: number;
  readonly seed: number;
  /** Draws in which the largest meeting fits no node of the chosen size; the percentiles are of the others. */
  readonly withoutPlan: number;
  /** By the headline's names. */
  readonly totals: Readonly<Record<string, Percentiles>>;
}

interface Percentiles {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/**
 * Draws inputs and plans each draw with the sizes that the plan chose.
 *
 * @throws GomeetError (usage) the reason, when no draw at all can be planned
 */
export function simulatePlan(
  inputs: PlanInputs,
  plan: PlanResult,
  { samples, seed }: { readonly samples: number; readonly seed: number },
): PlanUncertainty {
  const random = randomOf(seed);
  const sized = withSizesOf(inputs, plan);
  const headline = Object.entries(plan.document.totals);
  const draws = new Map(headline.map(([name]) => [name, new Float64Array(samples)]));
  let planned = 0;
  let refusal: GomeetError | null = null;
  for (let i = 0; i < samples; i += 1) {
    try {
      const drawn = buildPlan(sampleInputs(sized, random));
      for (const [name, id] of headline) (draws.get(name) ?? [])[planned] = drawn.line(id)?.value ?? 0;
      planned += 1;
    } catch (error) {
      if (!(error instanceof GomeetError) || error.exitCode !== ExitCode.usage) throw error;
      refusal = error;
    }
  }
  if (planned === 0 && refusal !== null) throw refusal;
  const totals = Object.fromEntries([...draws].map(([name, values]) => [name, percentiles(values, planned)]));
  return { samples, seed, withoutPlan: samples - planned, totals };
}

function percentiles(values: Float64Array, count: number): Percentiles {
  const sorted = values.subarray(0, count).sort();
  const at = (share: number): number => sorted[quantileRank(count, share) - 1] ?? Number.NaN;
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9) };
}
