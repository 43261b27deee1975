import { expect, test } from 'vitest';
import { runningHoursOf } from './calendar-hours.ts';
import { choicesSchema } from './choices.ts';
import { eventSchema } from './event.ts';

const hoursWith = (hoursPerDay: number): number => {
  const event = eventSchema.parse({ calendar: { hoursPerDay, daysPerMonth: 22 } });
  return runningHoursOf(event, choicesSchema.parse({ schedule: 'elastic' })).media.value;
};

test('elastic media nodes run while there is load and five hours after it, and not at all without', () => {
  expect(hoursWith(8)).toBe(13 * 22);
  expect(hoursWith(22)).toBe(24 * 22);
  expect(hoursWith(0)).toBe(0);
});
