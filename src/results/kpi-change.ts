import { isLowerBetter } from './kpi-definition.ts';
import type { KpiResult } from './verdict.ts';

/** Differences that nobody would act on: below this share of the baseline, or of the target. */
const UNNOTICED = { ofBaseline: 0.05, ofTarget: 0.01 } as const;

export const CHANGES = ['better', 'worse', 'no change', 'undecided', 'not comparable'] as const;

/** How a KPI's value differs from that of a baseline. Numbers are in the KPI's unit. */
export interface KpiChange {
  readonly change: (typeof CHANGES)[number];
  /** Null where one of the two has no value. */
  readonly difference: number | null;
  /** The widest difference that both 95 % intervals allow; null where an end is not bounded. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Of the baseline; null where that is 0 or not known. */
  readonly share: number | null;
}

const NOT_COMPARABLE: KpiChange = {
  change: 'not comparable',
  difference: null,
  interval: null,
  share: null,
};

/**
 * Sets a KPI beside the same one of a baseline. Intervals that do not touch tell a change; touching ones with less than 5 % between
 * the values none; touching ones with more leave it open, for chance could have done it. Where both are sure, a difference too small
 * to act on (5 % of the baseline, 1 % of the target) is no change either, unless it moves the status.
 */
export function kpiChange(baseline: KpiResult, now: KpiResult): KpiChange {
  if (baseline.measured === null || now.measured === null || baseline.unit !== now.unit)
    return NOT_COMPARABLE;
  const difference = now.measured - baseline.measured;
  const share = baseline.measured === 0 ? null : difference / Math.abs(baseline.measured);
  const [was, is] = [boundsOf(baseline), boundsOf(now)];
  const interval = [is.low - was.high, is.high - was.low] as const;
  const touching = interval[0] <= 0 && interval[1] >= 0;
  const size = Math.abs(difference);
  const small =
    size === 0 ||
    size < UNNOTICED.ofBaseline * Math.abs(baseline.measured) ||
    size < UNNOTICED.ofTarget * Math.abs(now.target);
  const improved = difference < 0 === isLowerBetter(now.direction);
  const unmoved = small && (touching || baseline.status === now.status);
  const change = unmoved ? 'no change' : touching ? 'undecided' : improved ? 'better' : 'worse';
  return { change, difference, interval: interval.every(Number.isFinite) ? interval : null, share };
}

/** The 95 % interval; without one the value itself, and an end that the samples do not bound lies infinitely far. */
function boundsOf({ measured, interval }: KpiResult): { readonly low: number; readonly high: number } {
  if (interval === null) return { low: measured ?? 0, high: measured ?? 0 };
  return {
    low: interval[0] ?? Number.NEGATIVE_INFINITY,
    high: interval[1] ?? Number.POSITIVE_INFINITY,
  };
}
