import { quantileRank } from '../results/statistics.ts';
import { withAssumedRanges } from './assumed-ranges.ts';
import type { PlanInputs, PlanResult } from './plan-inputs.ts';
import { randomOf } from './random.ts';
import { isRefusal, replanner } from './replan.ts';
import { sampleInputs } from './sample-inputs.ts';

export interface DrawOptions {
  readonly samples: number;
  readonly seed: number;
  /** Lets the process hear a Ctrl-C between draws, and throws when there was one. */
  readonly breathe: () => Promise<void>;
}

/** How the draws went. */
export interface DrawCounts {
  readonly samples: number;
  readonly seed: number;
  /** Draws that need another size of machine than the plan chose; they are planned with it. */
  readonly resized: number;
  /** Draws that nothing on offer carries; whatever is told of the draws is of the others. */
  readonly withoutPlan: number;
  /** Why the last of these could not be planned. */
  readonly refusal: string | null;
}

/** Some 20 ms of work. */
const DRAWS_PER_BREATH = 200;

/**
 * Draws everything uncertain again and again, and hands each plan on; `index` counts those that could be planned.
 *
 * @throws GomeetError (usage) the reason, when no draw at all can be planned
 */
export async function drawPlans(
  inputs: PlanInputs,
  plan: PlanResult,
  { samples, seed, breathe }: DrawOptions,
  take: (drawn: PlanResult, index: number) => void,
): Promise<DrawCounts> {
  const random = randomOf(seed);
  const replan = replanner(inputs, plan);
  const uncertain = { ...inputs, event: withAssumedRanges(inputs.event) };
  let planned = 0;
  let resized = 0;
  let refused: Error | null = null;
  for (let i = 0; i < samples; i += 1) {
    if (i % DRAWS_PER_BREATH === 0) await breathe();
    try {
      const drawn = replan(sampleInputs(uncertain, random));
      take(drawn.plan, planned);
      planned += 1;
      if (drawn.isResized) resized += 1;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refused = error;
    }
  }
  if (planned === 0 && refused !== null) throw refused;
  return { samples, seed, resized, withoutPlan: samples - planned, refusal: refused?.message ?? null };
}

export interface Percentiles {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** Of the first `count` values, which are put in order. */
export function percentilesOf(values: Float64Array, count: number): Percentiles {
  const sorted = values.subarray(0, count).sort();
  const at = (share: number): number => sorted[quantileRank(count, share) - 1] ?? Number.NaN;
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9) };
}
