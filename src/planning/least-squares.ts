/** A straight-line model `y = Σ coefficient · column`, fitted to rows. */
export interface LinearFit {
  /** One for each column, in the caller's units; 0 where the column was dropped. */
  readonly coefficients: readonly number[];
  /** Of each coefficient; null where it was dropped, or where there are no more rows than coefficients. */
  readonly standardErrors: readonly (number | null)[];
  /** Columns that the rows do not tell apart from others, or whose coefficient would have been negative. */
  readonly dropped: readonly number[];
}

/** A column whose part that no other explains is smaller than this share of it cannot be told apart from them. */
const dependentShare = 1e-9;

/**
 * Non-negative weighted least squares: the coefficients ≥ 0 for which `Σ (weight · (y - model))²` is smallest. A weight of `1 / y`
 * makes errors relative, so that a small run counts as much as a large one.
 *
 * Works through the subsets of the columns, which for the few of a cost model is exact and quick: at most 2⁶ = 64 of them.
 * Each is solved by QR (modified Gram–Schmidt) on columns scaled to length 1, since bits and idle cores differ by a factor of 10¹¹.
 */
export function nonNegativeLeastSquares(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  weights: readonly number[] = targets.map(() => 1),
): LinearFit {
  const width = rows[0]?.length ?? 0;
  if (width > 12) throw new RangeError(`${width} columns: accepted are at most 12, whose subsets are tried`);
  const columns = Array.from({ length: width }, (_, column) =>
    rows.map((row, index) => (row[column] ?? 0) * (weights[index] ?? 1)),
  );
  const goal = targets.map((target, index) => target * (weights[index] ?? 1));
  let best: Subset = { chosen: [], ...solve([], goal) };
  for (let subset = 1; subset < 2 ** width; subset += 1) {
    const chosen = columns.flatMap((_, column) => ((subset >> column) & 1 ? [column] : []));
    if (chosen.length > rows.length) continue;
    const solution = solve(
      chosen.map((column) => columns[column] ?? []),
      goal,
    );
    const isAllowed = !solution.isDependent && solution.coefficients.every((value) => value >= 0);
    if (isAllowed && solution.squares < best.squares) best = { chosen, ...solution };
  }
  return fitOf(best, width, rows.length);
}

interface Solution {
  readonly coefficients: readonly number[];
  /** Diagonal of (RᵀR)⁻¹, from which standard errors follow. */
  readonly inverseDiagonal: readonly number[];
  readonly squares: number;
  readonly isDependent: boolean;
}

interface Subset extends Solution {
  readonly chosen: readonly number[];
}

function fitOf({ chosen, coefficients, inverseDiagonal, squares }: Subset, width: number, rows: number) {
  const freedom = rows - chosen.length;
  const all = Array.from({ length: width }, (_, column) => chosen.indexOf(column));
  return {
    coefficients: all.map((place) => coefficients[place] ?? 0),
    standardErrors: all.map((place) =>
      place < 0 || freedom <= 0 ? null : Math.sqrt(((inverseDiagonal[place] ?? 0) * squares) / freedom),
    ),
    dropped: all.flatMap((place, column) => (place < 0 ? [column] : [])),
  };
}

/** Least squares over all given columns. */
function solve(columns: readonly (readonly number[])[], goal: readonly number[]): Solution {
  const lengths = columns.map((column) => Math.sqrt(dot(column, column)));
  const basis: number[][] = [];
  const upper: number[][] = [];
  let isDependent = false;
  for (const [index, column] of columns.entries()) {
    const length = lengths[index] || 1;
    let rest = column.map((value) => value / length);
    const above = basis.map((direction) => {
      const along = dot(direction, rest);
      rest = rest.map((value, row) => value - along * (direction[row] ?? 0));
      return along;
    });
    const left = Math.sqrt(dot(rest, rest));
    if (left < dependentShare) isDependent = true;
    basis.push(rest.map((value) => value / (left || 1)));
    upper.push([...above, left || 1]);
  }
  let residual = [...goal];
  const projections = basis.map((direction) => {
    const along = dot(direction, residual);
    residual = residual.map((value, row) => value - along * (direction[row] ?? 0));
    return along;
  });
  const inverse = inverseOfUpper(upper);
  return {
    coefficients: inverse.map((row, index) => dot(row, projections) / (lengths[index] || 1)),
    inverseDiagonal: inverse.map((row, index) => dot(row, row) / (lengths[index] || 1) ** 2),
    squares: dot(residual, residual),
    isDependent,
  };
}

/** Rows of R⁻¹, where column j of the triangle R is `upper[j]` down to its diagonal. */
function inverseOfUpper(upper: readonly (readonly number[])[]): number[][] {
  const size = upper.length;
  const inverse = Array.from({ length: size }, () => Array<number>(size).fill(0));
  for (let column = 0; column < size; column += 1) {
    for (let row = column; row >= 0; row -= 1) {
      let sum = row === column ? 1 : 0;
      for (let k = row + 1; k <= column; k += 1) sum -= (upper[k]?.[row] ?? 0) * (inverse[k]?.[column] ?? 0);
      const target = inverse[row];
      if (target) target[column] = sum / (upper[row]?.[row] ?? 1);
    }
  }
  return inverse;
}

function dot(left: readonly number[], right: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += (left[index] ?? 0) * (right[index] ?? 0);
  return sum;
}
