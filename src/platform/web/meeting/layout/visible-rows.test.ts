import { expect, test } from 'vitest';
import { visibleRows } from './visible-rows.ts';

test.each([
  ['at the top', 500, 0, 0, 20],
  ['in the middle', 500, 5600, 96, 120],
  ['three rows further: the same rows', 500, 5600 + 3 * 56 - 1, 96, 120],
  ['at the end', 500, 27_400, 484, 500],
  ['a short list', 3, 0, 0, 3],
  ['a list that became shorter than the place scrolled to', 3, 5600, 3, 3],
])('%s', (_where, count, scrolledPx, first, end) => {
  expect(visibleRows(count, 56, scrolledPx, 600)).toEqual({ first, end });
});
