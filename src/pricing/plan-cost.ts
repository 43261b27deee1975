import { buildPlan } from '../planning/build-plan.ts';
import { billOf } from './bill-of.ts';
import type { Prices } from './bill-rows.ts';
import type { CostOf } from './sensitivity.ts';

/** From inputs to USD a month: the plan that they make and its bill. What it throws is what these throw. */
export const planCost =
  (prices: Prices): CostOf =>
  (inputs) =>
    billOf(buildPlan(inputs), prices, { currency: 'USD' }).monthlyTotal.toNumber();
