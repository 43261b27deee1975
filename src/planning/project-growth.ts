import { grownEvent } from './growth.ts';
import type { PlanInputs, PlanResult } from './plan-inputs.ts';
import { isRefusal, replanner } from './replan.ts';

/** The headline of one month; month 0 is the plan itself. */
interface MonthOfGrowth {
  readonly month: number;
  readonly totals: Readonly<Record<string, number>>;
  /** Sizes by pool where they are others than the plan's; empty for the same. */
  readonly sizes: Readonly<Record<string, string>>;
}

export interface Growth {
  readonly months: readonly MonthOfGrowth[];
  /** Why nothing on offer carries the month after the last one; null where all months are planned. */
  readonly endsBecause: string | null;
}

/**
 * Month by month while the meetings grow by `choices.growthPerMonth`: the same sizes of machine for as long as they serve, then others
 * where the choice was `auto`.
 */
export function projectGrowth(inputs: PlanInputs, plan: PlanResult): Growth {
  const { growthPerMonth, horizonMonths } = inputs.choices;
  const replan = replanner(inputs, plan);
  const headline = Object.entries(plan.document.totals);
  const own = sizesByPool(plan);
  const months: MonthOfGrowth[] = [];
  for (let month = 0; month <= horizonMonths; month += 1) {
    try {
      const grown = replan({ ...inputs, event: grownEvent(inputs.event, growthPerMonth, month) });
      months.push({
        month,
        totals: Object.fromEntries(headline.map(([name, id]) => [name, grown.plan.line(id)?.value ?? 0])),
        sizes: grown.isResized ? changed(own, sizesByPool(grown.plan)) : {},
      });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return { months, endsBecause: error.message };
    }
  }
  return { months, endsBecause: null };
}

const sizesByPool = ({ document }: PlanResult): Readonly<Record<string, string>> =>
  Object.fromEntries(document.pools.map(({ id, size }) => [id, size]));

const changed = (
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(after).filter(([pool, size]) => before[pool] !== size));
