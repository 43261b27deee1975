import { apiPrior } from '../planning/api-costs.ts';
import type { DrawOptions } from '../planning/draw-plans.ts';
import { mediaPrior } from '../planning/media-prior.ts';
import type { PlanDocument } from '../planning/plan.ts';
import type { PlanInputs } from '../planning/plan-inputs.ts';
import type { Bill } from './bill.ts';
import type { Catalogue } from './catalogue-lookup.ts';
import { type Economics, economicsOf } from './economics.ts';
import type { EconomicsInputs } from './economics-inputs.ts';
import { subjectOf } from './economics-subject.ts';
import { nodeSizesOf } from './node-sizes.ts';
import { planCost } from './plan-cost.ts';
import { type Sensitivity, sensitivityOf } from './sensitivity.ts';
import { type CostRange, simulateCost } from './simulate-cost.ts';

/** What lies behind a bill: what it may earn, what moves it, and how far it may be off. */
export interface CostStudy {
  readonly economics: Economics;
  /** Null where the plan cannot be made anew; `warnings` say why. */
  readonly sensitivity: Sensitivity | null;
  readonly range: CostRange | null;
  readonly warnings: readonly string[];
}

interface Studied {
  readonly plan: PlanDocument;
  readonly bill: Bill;
  readonly catalogue: Catalogue;
}

/** Why another plan cannot be made and priced as this one was; null: it can. */
function obstacleOf({ plan, bill }: Studied): string | null {
  if (bill.provider !== plan.choices.provider)
    return `sensitivity is left out: machines at ${bill.provider} are counted by cores, not planned`;
  if (plan.calibration !== null)
    return `sensitivity is left out: the plan rests on the calibration ${plan.calibration}, and plan.json keeps its results alone`;
  return null;
}

const inputsOf = ({ plan, bill, catalogue }: Studied): PlanInputs => ({
  event: plan.event,
  choices: { ...plan.choices, schedule: bill.schedule },
  costs: mediaPrior(),
  apiCosts: apiPrior(),
  sizes: nodeSizesOf(catalogue, plan.choices.provider, plan.choices.region),
  calibration: null,
});

/**
 * Studies a bill. The economics are in USD whatever the bill's currency.
 *
 * @param draws those of the spread; 10,000 take about 3 s on one core
 * @throws GomeetError (usage) where no rate leads from the bill's currency to USD
 */
export async function studyCost(
  studied: Studied,
  inputs: EconomicsInputs,
  draws: DrawOptions,
): Promise<CostStudy> {
  const { plan, bill, catalogue } = studied;
  const economics = economicsOf(subjectOf(bill, plan.event, catalogue.rates), inputs);
  const incomplete = bill.isAtLeast
    ? ['economics: a price is missing, so every cost in it is the least that it can be']
    : [];
  const obstacle = obstacleOf(studied);
  if (obstacle !== null)
    return { economics, sensitivity: null, range: null, warnings: [...incomplete, obstacle] };
  const planInputs = inputsOf(studied);
  return {
    economics,
    sensitivity: sensitivityOf(planInputs, planCost(catalogue)),
    range: await simulateCost(planInputs, catalogue, draws),
    warnings: incomplete,
  };
}
