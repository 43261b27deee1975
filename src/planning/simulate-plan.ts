import {
  type DrawCounts,
  type DrawOptions,
  drawPlans,
  type Percentiles,
  percentilesOf,
} from './draw-plans.ts';
import type { PlanInputs, PlanResult } from './plan-inputs.ts';

/** The headline of a plan when everything uncertain is drawn at once. */
export interface PlanUncertainty extends DrawCounts {
  /** By the headline's names. */
  readonly totals: Readonly<Record<string, Percentiles>>;
}

/** @throws GomeetError (usage) the reason, when no draw at all can be planned */
export async function simulatePlan(
  inputs: PlanInputs,
  plan: PlanResult,
  options: DrawOptions,
): Promise<PlanUncertainty> {
  const headline = Object.entries(plan.document.totals);
  const draws = new Map(headline.map(([name]) => [name, new Float64Array(options.samples)]));
  const counts = await drawPlans(inputs, plan, options, (drawn, index) => {
    for (const [name, id] of headline) (draws.get(name) ?? [])[index] = drawn.line(id)?.value ?? 0;
  });
  const planned = counts.samples - counts.withoutPlan;
  const totals = Object.fromEntries(
    [...draws].map(([name, values]) => [name, percentilesOf(values, planned)]),
  );
  return { ...counts, totals };
}
