import { expect, test } from 'vitest';
import { solveLinearSystem } from './linear-system.ts';

test('solves three equations, a zero on the diagonal among them', () => {
  const matrix = [
    [0, 2, 1],
    [1, -2, -3],
    [-1, 1, 2],
  ];
  const [x = 0, y = 0, z = 0] = solveLinearSystem(matrix, [-8, 0, 3]);
  expect([x, y, z].map((value) => Number(value.toFixed(9)))).toEqual([-4, -5, 2]);
});

test('refuses rows that say the same', () => {
  expect(() =>
    solveLinearSystem(
      [
        [1, 2],
        [2, 4],
      ],
      [1, 2],
    ),
  ).toThrow('the rows are not independent');
});
