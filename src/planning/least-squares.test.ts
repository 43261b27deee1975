import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../tests/support/room-run.ts';
import { nonNegativeLeastSquares } from './least-squares.ts';

describe('non-negative least squares', () => {
  test('finds the coefficients that made the rows, over eleven orders of magnitude', () => {
    const random = seededRandom(1);
    const costs = [0.05, 13e-6, 1.74e-12];
    const rows = Array.from({ length: 12 }, () => [1, 1e4 * (1 + random()), 1e9 * (1 + random())]);
    const targets = rows.map((row) =>
      row.reduce((sum, value, index) => sum + value * (costs[index] ?? 0), 0),
    );
    const { coefficients, dropped } = nonNegativeLeastSquares(rows, targets);
    expect(dropped).toEqual([]);
    for (const [index, cost] of costs.entries()) expect((coefficients[index] ?? 0) / cost).toBeCloseTo(1, 6);
  });

  test('straight line through four points, with the errors that a textbook gives', () => {
    // y = 1.5 + 1.4 x has residuals -0.1, 0.2, -0.1… worked out by hand: Sxx = 5, Sxy = 7, mean x 1.5, mean y 3.6.
    const xs = [0, 1, 2, 3];
    const { coefficients, standardErrors } = nonNegativeLeastSquares(
      xs.map((x) => [1, x]),
      [1.4, 3.1, 4.2, 5.7],
    );
    expect(coefficients[1]).toBeCloseTo(7 / 5, 12);
    expect(coefficients[0]).toBeCloseTo(3.6 - 1.4 * 1.5, 12);
    // Residuals -0.1, 0.2, -0.1, 0: squares 0.06 over 2 degrees of freedom; slope ± √(0.03 / 5).
    expect(standardErrors[1]).toBeCloseTo(Math.sqrt(0.03 / 5), 12);
  });

  test('drops what would cost less than nothing, and finds the best of what is left', () => {
    const rows = [
      [1, 1],
      [1, 2],
      [1, 3],
    ];
    const { coefficients, dropped } = nonNegativeLeastSquares(rows, [3, 2, 1]);
    expect(dropped).toEqual([1]);
    expect(coefficients).toEqual([expect.closeTo(2, 12), 0]);
  });

  test('drops a column that the rows do not tell apart from another', () => {
    const { dropped } = nonNegativeLeastSquares(
      [
        [1, 2],
        [2, 4],
        [3, 6],
      ],
      [1, 2, 3],
    );
    expect(dropped).toHaveLength(1);
  });

  test('weights of 1 / y make errors relative', () => {
    // One coefficient over the rows 1 and 100 whose targets ask for 1 and 2: relative errors are least at c = (1 + 1/2) / (1 + 1/4).
    const { coefficients } = nonNegativeLeastSquares([[1], [100]], [1, 200], [1, 1 / 200]);
    expect(coefficients[0]).toBeCloseTo((1 + 0.5) / (1 + 0.25), 12);
  });
});
