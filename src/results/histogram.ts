import * as z from 'zod';
import { quantileRank } from './statistics.ts';

/** Values below 2^7 have a bucket each; above, a bucket is at most 1/128 of its value wide. */
const PRECISION_BITS = 7;
const BUCKETS_PER_OCTAVE = 2 ** PRECISION_BITS;

const count = z.int().nonnegative();

/** The stored form, shared with the load generator. `buckets` holds [index, count], sorted, without empty ones. */
export const HistogramSchema = z
  .strictObject({
    unit: z.literal('us'),
    precisionBits: z.literal(PRECISION_BITS),
    count,
    sum: z.number().nonnegative(),
    min: count,
    max: count,
    buckets: z.array(z.tuple([count, z.int().positive()])),
  })
  .refine(
    (histogram) => histogram.buckets.reduce((total, [, n]) => total + n, 0) === histogram.count,
    'the counts of the buckets do not add up to "count"',
  )
  .refine(
    (histogram) => histogram.buckets.every(([index], i, all) => i === 0 || (all[i - 1]?.[0] ?? -1) < index),
    'the buckets are not sorted by index, or one is listed twice',
  );

export type HistogramJson = z.infer<typeof HistogramSchema>;

function bitLength(value: number): number {
  const high = Math.floor(value / 2 ** 32);
  return high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(value);
}

/** Bucket of an integer value >= 0: v itself below 2^7, else e·2^7 + (v >> e) with e = bitlen(v) - 1 - 7. */
export function bucketIndex(value: number): number {
  if (value < BUCKETS_PER_OCTAVE) return value;
  const exponent = bitLength(value) - 1 - PRECISION_BITS;
  return exponent * BUCKETS_PER_OCTAVE + Math.floor(value / 2 ** exponent);
}

/** Smallest and largest integer value that fall into the bucket. */
export function bucketBounds(index: number): { readonly low: number; readonly high: number } {
  if (index < 2 * BUCKETS_PER_OCTAVE) return { low: index, high: index };
  const exponent = Math.floor(index / BUCKETS_PER_OCTAVE) - 1;
  const width = 2 ** exponent;
  const low = (index - exponent * BUCKETS_PER_OCTAVE) * width;
  return { low, high: low + width - 1 };
}

/**
 * A log-linear histogram of integer microseconds. Two of them merge without loss, so percentiles of many workers
 * come from the merged histogram and are never averaged.
 */
export class Histogram {
  readonly #counts = new Map<number, number>();
  #count = 0;
  #sum = 0;
  #min = 0;
  #max = 0;

  /** Reads the stored form; throws a ZodError that says which field is wrong. */
  static fromJson(json: unknown): Histogram {
    const stored = HistogramSchema.parse(json);
    const histogram = new Histogram();
    for (const [index, n] of stored.buckets) histogram.#counts.set(index, n);
    histogram.#count = stored.count;
    histogram.#sum = stored.sum;
    histogram.#min = stored.min;
    histogram.#max = stored.max;
    return histogram;
  }

  get count(): number {
    return this.#count;
  }

  /** Mean of the values in microseconds, exact; 0 when empty. */
  get meanUs(): number {
    return this.#count === 0 ? 0 : this.#sum / this.#count;
  }

  /** Adds a value in whole microseconds. Throws a RangeError for anything else. */
  add(valueUs: number, times = 1): void {
    if (!Number.isSafeInteger(valueUs) || valueUs < 0) {
      throw new RangeError(`a histogram takes whole microseconds >= 0, not ${valueUs}`);
    }
    const index = bucketIndex(valueUs);
    this.#counts.set(index, (this.#counts.get(index) ?? 0) + times);
    this.#min = this.#count === 0 ? valueUs : Math.min(this.#min, valueUs);
    this.#max = Math.max(this.#max, valueUs);
    this.#count += times;
    this.#sum += valueUs * times;
  }

  /** A new histogram of the values of both. */
  merge(other: Histogram): Histogram {
    const merged = Histogram.fromJson(this.toJson());
    for (const [index, n] of other.#counts) merged.#counts.set(index, (merged.#counts.get(index) ?? 0) + n);
    if (other.#count > 0) {
      merged.#min = this.#count === 0 ? other.#min : Math.min(this.#min, other.#min);
      merged.#max = Math.max(this.#max, other.#max);
    }
    merged.#count += other.#count;
    merged.#sum += other.#sum;
    return merged;
  }

  /** The values' buckets in ascending order. */
  buckets(): readonly (readonly [index: number, count: number])[] {
    return [...this.#counts].sort(([a], [b]) => a - b);
  }

  /** Bounds in microseconds of the bucket that holds the value of this rank (1 = smallest), drawn in to the extremes. */
  valueAtRank(rank: number): { readonly lowUs: number; readonly highUs: number } {
    const { low, high } = bucketBounds(this.#bucketAtRank(rank));
    return { lowUs: Math.max(low, this.#min), highUs: Math.min(high, this.#max) };
  }

  /**
   * Quantile `q` in microseconds: the middle of the bucket that holds its rank, drawn in to the extremes, which is what the
   * load generator computes too. Null when empty.
   */
  quantileUs(q: number): number | null {
    if (this.#count === 0) return null;
    const { low, high } = bucketBounds(this.#bucketAtRank(quantileRank(this.#count, q)));
    return Math.min(Math.max(low + Math.floor((high - low) / 2), this.#min), this.#max);
  }

  #bucketAtRank(rank: number): number {
    let seen = 0;
    for (const [index, n] of this.buckets()) {
      seen += n;
      if (seen >= rank) return index;
    }
    throw new RangeError(`there is no value of rank ${rank} among ${this.#count}`);
  }

  toJson(): HistogramJson {
    return {
      unit: 'us',
      precisionBits: PRECISION_BITS,
      count: this.#count,
      sum: this.#sum,
      min: this.#min,
      max: this.#max,
      buckets: this.buckets().map(([index, n]) => [index, n]),
    };
  }
}
