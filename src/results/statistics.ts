/** Two-sided 95 % of the normal distribution. */
const Z95 = 1.96;

/** Student's t, two-sided 95 %, for the ten batches of `batchMeanInterval` (nine degrees of freedom). */
const T95_NINE_DEGREES = 2.262;
const BATCHES = 10;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Rank (1 = smallest) of quantile `q` among `n` values: the smallest rank with at least n·q values at or below it. */
export function quantileRank(n: number, q: number): number {
  // 100 × 0.07 is 7.000000000000001 in floating point; without the slack it would be rank 8.
  return Math.min(n, Math.max(1, Math.ceil(n * q - 1e-9)));
}

/**
 * Ranks that hold quantile `q` with 95 %, whatever the distribution: n·q ± 1.96·√(n·q·(1−q)).
 * n = 1000, q = 0.95: 950 ± 13.5, so 936 … 964. A rank outside 1 … n is null: the samples do not bound that side.
 */
export function quantileRankInterval(n: number, q: number): { low: number | null; high: number | null } {
  const half = Z95 * Math.sqrt(n * q * (1 - q));
  const low = Math.floor(n * q - half);
  const high = Math.ceil(n * q + half);
  return { low: low < 1 ? null : low, high: high > n ? null : high };
}

/** Samples that bound quantile `q` on both sides at 95 %: 73 for the 95th percentile, since 73·0.95 + 1.96·√3.47 ≤ 73. */
export function samplesToBoundQuantile(q: number): number {
  let n = 1;
  for (;;) {
    const { low, high } = quantileRankInterval(n, q);
    if (low !== null && high !== null) return n;
    n += 1;
  }
}

/** Wilson's 95 % interval of a proportion, as fractions of 1. `trials` must be > 0. */
export function wilsonInterval(successes: number, trials: number): Interval {
  const p = successes / trials;
  const z2 = Z95 ** 2;
  const centre = p + z2 / (2 * trials);
  const half = Z95 * Math.sqrt((p * (1 - p)) / trials + z2 / (4 * trials ** 2));
  const scale = 1 + z2 / trials;
  return { low: Math.max(0, (centre - half) / scale), high: Math.min(1, (centre + half) / scale) };
}

/**
 * The proportion that `trials` clean trials prove with 95 %: 1 − 3/n (rule of three, since 0.05 ≈ e⁻³).
 * Written as (n − 3)/n, so that 3,000 clean probes give exactly 0.999.
 */
export function ruleOfThree(trials: number): number {
  return Math.max(0, trials - 3) / trials;
}

export function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

/**
 * 95 % interval of the mean of a gauge read once a second. Neighbouring readings resemble each other, so the usual
 * s/√n would promise too much; the means of ten batches are nearly independent: m ± 2.262·s/√10.
 * Fewer than 20 values do not fill ten batches: the interval is then smallest to largest value.
 */
export function batchMeanInterval(values: readonly number[]): Interval {
  if (values.length < 2 * BATCHES) return { low: Math.min(...values), high: Math.max(...values) };
  const means = Array.from({ length: BATCHES }, (_, batch) =>
    mean(
      values.slice(
        Math.floor((batch * values.length) / BATCHES),
        Math.floor(((batch + 1) * values.length) / BATCHES),
      ),
    ),
  );
  const centre = mean(values);
  const batchCentre = mean(means);
  const variance = means.reduce((total, value) => total + (value - batchCentre) ** 2, 0) / (BATCHES - 1);
  const half = (T95_NINE_DEGREES * Math.sqrt(variance)) / Math.sqrt(BATCHES);
  return { low: centre - half, high: centre + half };
}
