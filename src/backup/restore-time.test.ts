import { expect, test } from 'vitest';
import { restoreTime } from './restore-time.ts';

test('a time with an offset is a moment', () => {
  expect(restoreTime.parse('2026-11-21T22:05:30.250+08:00')).toBe(Date.parse('2026-11-21T14:05:30.250Z'));
  expect(restoreTime.parse('2026-11-21T14:05Z')).toBe(Date.parse('2026-11-21T14:05:00Z'));
});

test.each([
  '2026-11-21T14:05:30',
  '2026-11-21',
  'yesterday',
  '2026-13-21T14:05:30Z',
  '2026-11-21 14:05:30Z',
  '',
])('%j is refused', (text) => {
  expect(restoreTime.safeParse(text).error?.issues[0]?.message).toContain('accepted: a time with its offset');
});
