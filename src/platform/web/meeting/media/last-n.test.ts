import { expect, test } from 'vitest';
import { lastNFor } from './last-n.ts';

const limits = [
  { upTo: 25, lastN: 25 },
  { upTo: 250, lastN: 12 },
  { upTo: 1000, lastN: 9 },
];

test.each([
  ['a room that stays small', 20, 25, 25],
  ['one more than the limit', 251, 12, 9],
  ['beyond the last limit', 1010, 9, 9],
  ['back over the border by one', 250, 9, 9],
  ['well below the border', 227, 9, 12],
  ['nearly empty again', 3, 9, 25],
])('%s', (_what, people, before, lastN) => {
  expect(lastNFor(limits, people, before)).toBe(lastN);
});
