/** One measured point of a scaling curve: at concurrency (or size) N the throughput was X. */
export interface ScalingPoint {
  readonly concurrency: number;
  readonly throughput: number;
}

/** Gunther's universal scalability law, `X(N) = lambda · N / (1 + sigma (N - 1) + kappa N (N - 1))`. */
export interface UslModel {
  /** Throughput of one, if it were alone. */
  readonly lambda: number;
  /** Contention: the share of the work that waits in line. */
  readonly sigma: number;
  /** Coherency: what each pays to agree with each other. */
  readonly kappa: number;
}

export function throughputAt({ lambda, sigma, kappa }: UslModel, n: number): number {
  return (lambda * n) / (1 + sigma * (n - 1) + kappa * n * (n - 1));
}

/** The whole concurrency at which throughput is highest; infinity where nothing pulls it down. */
export function peakConcurrency({ sigma, kappa }: UslModel): number {
  return kappa === 0 ? Number.POSITIVE_INFINITY : Math.floor(Math.sqrt((1 - sigma) / kappa));
}

type Vector = readonly [number, number, number];

/**
 * Fits the law to the throughputs by Levenberg–Marquardt, with sigma and kappa at least 0.
 *
 * @throws RangeError for fewer than three different concurrencies, which three parameters need
 */
export function fitUsl(points: readonly ScalingPoint[]): UslModel {
  if (new Set(points.map(({ concurrency }) => concurrency)).size < 3)
    throw new RangeError('the law has three parameters: give points at three concurrencies or more');
  if (points.some(({ concurrency, throughput }) => !(concurrency > 0 && throughput > 0)))
    throw new RangeError('concurrencies and throughputs have to be above 0');
  let at: Vector = firstGuess(points);
  let squares = squaresOf(at, points);
  let damping = 1e-3;
  for (let round = 0; round < 200; round += 1) {
    const next = bounded(add(at, step(at, points, damping)));
    const nextSquares = squaresOf(next, points);
    if (nextSquares > squares) {
      damping *= 10;
      if (damping > 1e12) break;
      continue;
    }
    const gain = (squares - nextSquares) / (squares || 1);
    [at, squares, damping] = [next, nextSquares, damping / 10];
    if (gain < 1e-14) break;
  }
  return modelOf(at);
}

const modelOf = ([lambda, sigma, kappa]: Vector): UslModel => ({ lambda, sigma, kappa });
const add = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
const bounded = ([lambda, sigma, kappa]: Vector): Vector => [
  lambda,
  Math.min(1, Math.max(0, sigma)),
  Math.max(0, kappa),
];

/** The point of least concurrency gives lambda; a tenth of contention is a start that converges from everywhere tried. */
function firstGuess(points: readonly ScalingPoint[]): Vector {
  const least = points.reduce((a, b) => (b.concurrency < a.concurrency ? b : a));
  return [least.throughput / least.concurrency, 0.1, 0.001];
}

function squaresOf(at: Vector, points: readonly ScalingPoint[]): number {
  const model = modelOf(at);
  return points.reduce((sum, { concurrency, throughput }) => {
    const error = throughput - throughputAt(model, concurrency);
    return sum + error * error;
  }, 0);
}

/** Solves `(JᵀJ + damping · diag(JᵀJ)) step = Jᵀ residual`. */
function step(at: Vector, points: readonly ScalingPoint[], damping: number): Vector {
  const [lambda, sigma, kappa] = at;
  const slopes = points.map(({ concurrency: n }) => {
    const under = 1 + sigma * (n - 1) + kappa * n * (n - 1);
    const fall = (-lambda * n) / (under * under);
    return [n / under, fall * (n - 1), fall * n * (n - 1)];
  });
  const model = modelOf(at);
  const residuals = points.map((point) => point.throughput - throughputAt(model, point.concurrency));
  const total = (valueAt: (slope: readonly number[], index: number) => number): number =>
    slopes.reduce((sum, slope, index) => sum + valueAt(slope, index), 0);
  const normal = [0, 1, 2].map((row) =>
    [0, 1, 2].map(
      (column) =>
        total((slope) => (slope[row] ?? 0) * (slope[column] ?? 0)) * (row === column ? 1 + damping : 1),
    ),
  );
  const gradient = [0, 1, 2].map((row) =>
    total((slope, index) => (slope[row] ?? 0) * (residuals[index] ?? 0)),
  );
  return solve3(normal, gradient);
}

/** Cramer's rule, which is exact enough for three unknowns. */
function solve3(matrix: readonly (readonly number[])[], right: readonly number[]): Vector {
  const whole = determinant(matrix);
  const unknown = (column: number): number =>
    determinant(
      matrix.map((line, row) => line.map((value, index) => (index === column ? (right[row] ?? 0) : value))),
    ) / whole;
  return whole === 0 ? [0, 0, 0] : [unknown(0), unknown(1), unknown(2)];
}

function determinant(matrix: readonly (readonly number[])[]): number {
  const [[a = 0, b = 0, c = 0] = [], [d = 0, e = 0, f = 0] = [], [g = 0, h = 0, i = 0] = []] = matrix;
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}
