import type { Resource } from '../planning/plan.ts';
import { type BillablePlan, lineOf, modeOf, type PlanValue } from './bill-plan.ts';
import { HOURS_PER_MONTH } from './month.ts';

export type Schedule = 'always-on' | 'elastic';

/**
 * Hours that a media node may stay on after the last hour of load: its pod is given 18,000 s to let meetings end
 * (`terminationGracePeriodSeconds` of LiveKit's chart), and a node that drains is paid for.
 */
const DRAIN_HOURS = 5;

/** Hours a month in which meetings take place. */
export const loadHoursOf = ({ event: { calendar } }: Pick<BillablePlan, 'event'>): number =>
  modeOf(calendar.hoursPerDay) * modeOf(calendar.daysPerMonth);

/** Hours that an elastic media node runs at most: 8 + 5 hours on 22 days are 286, and none without load. */
export function elasticHoursOf({ event: { calendar } }: Pick<BillablePlan, 'event'>): number {
  const load = modeOf(calendar.hoursPerDay);
  const aDay = load === 0 ? 0 : Math.min(24, load + DRAIN_HOURS);
  return Math.min(HOURS_PER_MONTH, aDay * modeOf(calendar.daysPerMonth));
}

/**
 * Hours a month that a resource runs. Under another schedule than the plan's own, media nodes get that schedule's hours;
 * whatever else there is always runs.
 *
 * @returns null for what is not charged by time
 */
export function hoursOf(plan: BillablePlan, resource: Resource, schedule: Schedule): PlanValue | null {
  const planned = lineOf(plan, resource, 'hours');
  const isElastic = resource.part === 'media' && resource.kind === 'node';
  if (planned === null || !isElastic || schedule === plan.choices.schedule) return planned;
  const value = schedule === 'elastic' ? elasticHoursOf(plan) : HOURS_PER_MONTH;
  return { value, unit: 'h/month', basis: planned.basis };
}
