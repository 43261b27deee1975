import { expect, test } from 'vitest';
import { eventSchema } from './event.ts';
import { grownEvent } from './growth.ts';

const event = eventSchema.parse({
  meetings: [
    { count: 100, participants: 500 },
    { count: 1, participants: 30 },
  ],
});
const countsAfter = (growth: number, months: number): number[] =>
  grownEvent(event, growth, months).meetings.map(({ count }) => count);

test('5 % a month are 1.05^12 = 1.796 times after a year, in whole meetings', () => {
  expect(countsAfter(0.05, 0)).toEqual([100, 1]);
  expect(countsAfter(0.05, 12)).toEqual([180, 2]);
});

test('shrinking leaves at least one meeting of each size', () => {
  expect(countsAfter(-0.5, 12)).toEqual([1, 1]);
});

test('a last digit of floating point makes no meeting', () => {
  expect(countsAfter(0.1, 1)).toEqual([110, 2]);
});
