import { expect, test } from 'vitest';
import { formatDuration, formatWhen, toLocalInput } from './time.ts';

const now = new Date(2026, 2, 10, 12, 0).getTime();
const at = (...parts: [number, number, number, number, number]): string => new Date(...parts).toISOString();

test.each([
  [at(2026, 2, 10, 12, 0), 'just now'],
  [at(2026, 2, 10, 12, 20), 'in 20 min'],
  [at(2026, 2, 10, 11, 15), '45 min ago'],
  [at(2026, 2, 10, 16, 30), 'today, 16:30'],
  [at(2026, 2, 11, 9, 5), 'tomorrow, 09:05'],
  [at(2026, 2, 9, 23, 59), 'yesterday, 23:59'],
  [at(2026, 3, 2, 14, 0), '2 Apr, 14:00'],
  [at(2025, 3, 2, 14, 0), '2 Apr 2025, 14:00'],
])('%s is %s', (time, expected) => {
  expect(formatWhen(time, now, 'en-GB')).toBe(expected);
});

test.each([
  [41_600, '42 s'],
  [12 * 60_000, '12 min'],
  [65 * 60_000, '1 h 05 min'],
])('%d ms is %s', (durationMs, expected) => {
  expect(formatDuration(durationMs)).toBe(expected);
});

test('an input for date and time shows the time of this place', () => {
  expect(toLocalInput(new Date(2026, 2, 10, 9, 5))).toBe('2026-03-10T09:05');
});
