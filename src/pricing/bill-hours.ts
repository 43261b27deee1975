import { type BillablePlan, modeOf } from './bill-plan.ts';
import { elasticHoursOf, loadHoursOf } from './bill-schedule.ts';

/**
 * The same event with other hours of load a month: the traffic goes with the hours, and so do media nodes of an elastic
 * plan; machines stay as many as the busiest time needs. More hours than the calendar's days have are put on more days.
 *
 * @param hours hours of load a month, 0 or more
 */
export function planAtHours(plan: BillablePlan, hours: number): BillablePlan {
  const before = loadHoursOf(plan);
  const days = Math.max(modeOf(plan.event.calendar.daysPerMonth), hours / 24);
  const hoursPerDay = days > 0 ? hours / days : 0;
  const event = { ...plan.event, calendar: { daysPerMonth: days, hoursPerDay } };
  const traffic = new Set(
    plan.resources.filter(({ kind }) => kind === 'egress').map(({ quantity }) => quantity),
  );
  const elastic = new Set(
    plan.choices.schedule === 'elastic'
      ? plan.resources
          .filter(({ part, kind }) => part === 'media' && kind === 'node')
          .map(({ hours: id }) => id)
      : [],
  );
  return {
    ...plan,
    event,
    line: (id) => {
      const line = plan.line(id);
      if (line === undefined) return undefined;
      if (elastic.has(id)) return { ...line, value: elasticHoursOf({ event }) };
      return traffic.has(id) && before > 0 ? { ...line, value: (line.value * hours) / before } : line;
    },
  };
}
