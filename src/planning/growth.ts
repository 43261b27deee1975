import type { Event } from './event.ts';

/**
 * The event after some months of growth: more meetings at once of the same sizes, rounded up to whole ones.
 *
 * @param growthPerMonth 0.05 is 5 % a month, compounded: 12 months make 1.05^12 = 1.796 times as many
 */
export function grownEvent(event: Event, growthPerMonth: number, months: number): Event {
  const factor = (1 + growthPerMonth) ** months;
  return {
    ...event,
    meetings: event.meetings.map(({ count, participants }) => ({
      // A last digit of floating point must make no meeting.
      count: Math.max(1, Math.ceil(count * factor * (1 - 1e-12))),
      participants,
    })),
  };
}
