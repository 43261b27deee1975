import { buildPlan } from './build-plan.ts';
import { grownEvent } from './growth.ts';
import type { PlanInputs, PlanResult } from './plan-inputs.ts';
import { withSizesOf } from './sample-inputs.ts';

/** The headline of one month; month 0 is the plan itself. */
export interface MonthOfGrowth {
  readonly month: number;
  readonly totals: Readonly<Record<string, number>>;
}

/** The same sizes of machine month by month while the meetings grow by `choices.growthPerMonth`. */
export function projectGrowth(inputs: PlanInputs, plan: PlanResult): readonly MonthOfGrowth[] {
  const { growthPerMonth, horizonMonths } = inputs.choices;
  const sized = withSizesOf(inputs, plan);
  const headline = Object.entries(plan.document.totals);
  return Array.from({ length: horizonMonths + 1 }, (_, month) => {
    const grown = buildPlan({ ...sized, event: grownEvent(inputs.event, growthPerMonth, month) });
    return {
      month,
      totals: Object.fromEntries(headline.map(([name, id]) => [name, grown.line(id)?.value ?? 0])),
    };
  });
}
