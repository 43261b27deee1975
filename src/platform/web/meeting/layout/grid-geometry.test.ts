import { describe, expect, test } from 'vitest';
import { bestGrid, filledGrid } from './grid-geometry.ts';

describe('bestGrid', () => {
  test.each([
    { count: 1, columns: 1, rows: 1, widthPx: 1000 },
    { count: 2, columns: 1, rows: 2, widthPx: 524 },
    { count: 4, columns: 2, rows: 2, widthPx: 495 },
    { count: 25, columns: 5, rows: 5, widthPx: 192 },
  ])('$count tiles in 1000 × 600 are $columns × $rows', ({ count, columns, rows, widthPx }) => {
    const grid = bestGrid({ widthPx: 1000, heightPx: 600 }, count, 10);
    expect([grid.columns, grid.rows, grid.tile.widthPx]).toEqual([columns, rows, widthPx]);
  });

  test('a narrow box stacks its tiles', () => {
    expect(bestGrid({ widthPx: 390, heightPx: 700 }, 3, 8)).toMatchObject({ columns: 1, rows: 3 });
  });

  test('whatever the box and the count: all tiles have a place, and none sticks out', () => {
    for (let count = 1; count <= 49; count += 1)
      for (const widthPx of [200, 390, 801, 1280, 2560])
        for (const heightPx of [150, 600, 844, 1440]) {
          const { columns, rows, tile } = bestGrid({ widthPx, heightPx }, count, 8);
          expect(columns * rows).toBeGreaterThanOrEqual(count);
          expect(columns * (rows - 1)).toBeLessThan(count);
          expect(columns * tile.widthPx + 8 * (columns - 1)).toBeLessThanOrEqual(widthPx);
          expect(rows * tile.heightPx + 8 * (rows - 1)).toBeLessThanOrEqual(heightPx);
        }
  });

  test('a box without room has tiles without size, not negative ones', () => {
    expect(bestGrid({ widthPx: 0, heightPx: 0 }, 9, 8).tile).toEqual({ widthPx: 0, heightPx: 0 });
  });
});

test.each([
  [1, 1, 1, 374, 600],
  [2, 1, 2, 374, 296],
  [3, 2, 2, 183, 296],
  [4, 2, 2, 183, 296],
])('%i tiles fill a telephone as %i × %i', (count, columns, rows, widthPx, heightPx) => {
  expect(filledGrid({ widthPx: 374, heightPx: 600 }, count, 8)).toEqual({
    columns,
    rows,
    tile: { widthPx, heightPx },
  });
});
