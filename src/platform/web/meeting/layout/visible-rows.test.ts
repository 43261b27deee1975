import { expect, test } from 'vitest';
import { visibleRows } from './visible-rows.ts';

test.each([
  ['at the top', 500, 0, 0, 15],
  ['in the middle', 500, 5600, 96, 115],
  ['at the end', 500, 27_400, 485, 500],
  ['a short list', 3, 0, 0, 3],
  ['a list that became shorter than the place scrolled to', 3, 5600, 3, 3],
])('%s', (_where, count, scrolledPx, first, end) => {
  expect(visibleRows(count, 56, scrolledPx, 600)).toEqual({ first, end });
});
