import { expect, test } from 'vitest';
import { logsIn } from './write-access-tokens.ts';

test.each([
  [0, 0],
  [0.01, 10],
  [0.333, 333],
  [1, 1000],
])('of 1,000 accounts, the share %d that logs in is spread evenly', (share, expected) => {
  const accounts = Array.from({ length: 1000 }, (_, account) => logsIn(account, share));
  expect(accounts.filter(Boolean)).toHaveLength(expected);
  const half = accounts.slice(0, 500).filter(Boolean).length;
  expect(Math.abs(half - expected / 2)).toBeLessThanOrEqual(1);
});
