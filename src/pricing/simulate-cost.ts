import { buildPlan } from '../planning/build-plan.ts';
import {
  type DrawCounts,
  type DrawOptions,
  drawPlans,
  type Percentiles,
  percentilesOf,
} from '../planning/draw-plans.ts';
import type { PlanInputs } from '../planning/plan-inputs.ts';
import { billOf } from './bill-of.ts';
import type { Prices } from './bill-rows.ts';

/** The spread of a bill when every uncertain input is drawn at once, in USD a month. */
export interface CostRange extends DrawCounts, Percentiles {}

/**
 * Draws inputs, plans and prices each draw, and orders the costs.
 *
 * @throws GomeetError (usage) the last draw's reason, when no draw at all can be planned
 */
export async function simulateCost(
  inputs: PlanInputs,
  prices: Prices,
  options: DrawOptions,
): Promise<CostRange> {
  const costs = new Float64Array(options.samples);
  const counts = await drawPlans(inputs, buildPlan(inputs), options, (drawn, index) => {
    costs[index] = billOf(drawn, prices, { currency: 'USD' }).monthlyTotal.toNumber();
  });
  return { ...counts, ...percentilesOf(costs, counts.samples - counts.withoutPlan) };
}
