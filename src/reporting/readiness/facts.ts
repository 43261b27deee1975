import type { Finding } from '../../audit/rule.ts';
import type { CalibrationProfile } from '../../planning/calibration/profile.ts';
import type { CostStudy } from '../../pricing/cost-study.ts';
import type { PricedPlan } from '../../pricing/price-plan.ts';
import type { Run } from '../../results/run.ts';
import type { JudgedRoadmap } from '../../roadmap/judge-roadmap.ts';

/** Everything that the readiness report is made from: nothing in it is typed in for the report. */
export interface ReadinessFacts {
  /** Milliseconds since 1970. */
  readonly madeAtMs: number;
  readonly priced: PricedPlan;
  readonly study: CostStudy;
  /** Of gomeet's own plan. */
  readonly findings: readonly Finding[];
  /** Fit of the capacity model to recorded runs; null where there is none. */
  readonly calibration: CalibrationProfile | null;
  /** Every recorded run, newest first. */
  readonly runs: readonly Run[];
  readonly roadmap: JudgedRoadmap;
  /** Ids of all drills that there are. */
  readonly drills: readonly string[];
  /** From the pages to the folder of the runs, with a slash at its end. */
  readonly runsBase: string;
}

/** The value of a total or line of the plan; null where the plan has none. */
export function planValue({ priced: { plan } }: Pick<ReadinessFacts, 'priced'>, name: string): number | null {
  const id = Object.hasOwn(plan.totals, name) ? (plan.totals[name] ?? name) : name;
  return Object.hasOwn(plan.lines, id) ? (plan.lines[id]?.value ?? null) : null;
}

/** People whom the event has at once: what the platform has to be ready for. */
export const peopleOf = (facts: Pick<ReadinessFacts, 'priced'>): number =>
  planValue(facts, 'participants') ?? 0;
