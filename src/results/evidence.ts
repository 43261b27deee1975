import { ExitCode, GomeetError } from '../errors.ts';
import type { Histogram } from './histogram.ts';
import type { Kpi } from './kpi-definition.ts';
import {
  batchMeanInterval,
  mean,
  quantileRank,
  quantileRankInterval,
  ruleOfThree,
  samplesToBoundQuantile,
  wilsonInterval,
} from './statistics.ts';

/** One bucket as Prometheus keeps it: how many values were at most `upperBound` (the last one is Infinity). */
export interface CumulativeBucket {
  readonly upperBound: number;
  readonly cumulativeCount: number;
}

/** What a run brings to prove one KPI. Except where a unit is named, values are in the KPI's own unit. */
export type Evidence =
  | { readonly kind: 'histogram'; readonly histogram: Histogram }
  | {
      readonly kind: 'buckets';
      readonly unit: 's' | 'ms' | 'ns';
      readonly buckets: readonly CumulativeBucket[];
    }
  | { readonly kind: 'proportion'; readonly successes: number; readonly trials: number }
  | { readonly kind: 'share'; readonly part: number; readonly whole: number }
  | { readonly kind: 'gauge'; readonly values: readonly number[] }
  | { readonly kind: 'count'; readonly value: number; readonly samples: number }
  /** A figure from outside of runs; null where there is none. `high` null: it is at least `value`. */
  | {
      readonly kind: 'record';
      readonly value: number | null;
      readonly high: number | null;
      readonly method: string;
    };

/** The KPI's value drawn from evidence. An end that the samples do not bound is null. */
export interface Estimate {
  readonly measured: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly samples: number;
  /** How the value and its interval came about, for the report's column "how". */
  readonly method: string;
  /** Why the evidence cannot decide, where that is known beforehand. */
  readonly obstacle: string | null;
}

const MS_PER_UNIT = { s: 1000, ms: 1, ns: 1e-6 } as const;
const US_PER_MS = 1000;

/** Gauge readings below which a mean or maximum says nothing about a phase. */
const GAUGE_SAMPLES_MIN = 5;

function nothing(method: string): Estimate {
  return { measured: null, low: null, high: null, samples: 0, method, obstacle: null };
}

function percentName(quantile: number): string {
  return `p${quantile * 100}`;
}

function fewSamples(n: number, quantile: number): string | null {
  const needed = samplesToBoundQuantile(quantile);
  return n >= needed ? null : `${n} samples do not bound the ${percentName(quantile)}: ${needed} are needed`;
}

function fromHistogram(histogram: Histogram, quantile: number): Estimate {
  const method = `${percentName(quantile)}, order statistics`;
  const n = histogram.count;
  const quantileUs = histogram.quantileUs(quantile);
  if (quantileUs === null) return nothing(method);
  const ranks = quantileRankInterval(n, quantile);
  return {
    measured: quantileUs / US_PER_MS,
    low: ranks.low === null ? null : histogram.valueAtRank(ranks.low).lowUs / US_PER_MS,
    high: ranks.high === null ? null : histogram.valueAtRank(ranks.high).highUs / US_PER_MS,
    samples: n,
    method,
    obstacle: fewSamples(n, quantile),
  };
}

/**
 * A percentile of a Prometheus histogram lies somewhere in its bucket: the interval runs from the lower bound of the
 * bucket of the lower rank to the upper bound of the bucket of the upper rank. The value shown is the upper bound of its
 * own bucket, so that it never flatters.
 */
function fromBuckets(evidence: Evidence & { kind: 'buckets' }, quantile: number): Estimate {
  const method = `${percentName(quantile)}, bounds of buckets`;
  const { buckets } = evidence;
  const n = buckets.at(-1)?.cumulativeCount ?? 0;
  if (n === 0) return nothing(method);
  const toMs = MS_PER_UNIT[evidence.unit];
  const boundsAt = (rank: number): { low: number; high: number | null } => {
    const at = buckets.findIndex((bucket) => bucket.cumulativeCount >= rank);
    const high = (buckets[at]?.upperBound ?? Number.POSITIVE_INFINITY) * toMs;
    return { low: (buckets[at - 1]?.upperBound ?? 0) * toMs, high: Number.isFinite(high) ? high : null };
  };
  const own = boundsAt(quantileRank(n, quantile));
  const ranks = quantileRankInterval(n, quantile);
  return {
    measured: own.high ?? own.low,
    low: ranks.low === null ? null : boundsAt(ranks.low).low,
    high: ranks.high === null ? null : boundsAt(ranks.high).high,
    samples: n,
    method,
    obstacle: fewSamples(n, quantile),
  };
}

function fromProportion(successes: number, trials: number): Estimate {
  if (trials === 0) return nothing('Wilson interval');
  const clean = successes === trials;
  const { low, high } = clean ? { low: ruleOfThree(trials), high: 1 } : wilsonInterval(successes, trials);
  return {
    measured: (100 * successes) / trials,
    low: 100 * low,
    high: 100 * high,
    samples: trials,
    method: clean ? 'rule of three' : 'Wilson interval',
    obstacle: null,
  };
}

function fromGauge(values: readonly number[], by: 'mean-over-hold' | 'max-over-hold'): Estimate {
  const isMean = by === 'mean-over-hold';
  const method = isMean ? 'mean of the hold phase' : 'highest of the hold phase';
  if (values.length === 0) return nothing(method);
  const largest = Math.max(...values);
  const { low, high } = isMean ? batchMeanInterval(values) : { low: largest, high: largest };
  const few = values.length < GAUGE_SAMPLES_MIN;
  return {
    measured: isMean ? mean(values) : largest,
    low,
    high: few ? null : high,
    samples: values.length,
    method,
    obstacle: few ? `${values.length} readings are too few: ${GAUGE_SAMPLES_MIN} are needed` : null,
  };
}

function exact(value: number, samples: number, method: string): Estimate {
  if (samples === 0) return nothing(method);
  return { measured: value, low: value, high: value, samples, method, obstacle: null };
}

/**
 * Draws the KPI's value from the evidence. Throws a GomeetError when the kind of evidence cannot prove this KPI,
 * which is a fault of the calling code.
 */
export function estimate(kpi: Pick<Kpi, 'id' | 'judged'>, evidence: Evidence): Estimate {
  const { judged } = kpi;
  if (judged.by === 'percentile' && evidence.kind === 'histogram')
    return fromHistogram(evidence.histogram, judged.quantile);
  if (judged.by === 'percentile' && evidence.kind === 'buckets')
    return fromBuckets(evidence, judged.quantile);
  if (judged.by === 'proportion' && evidence.kind === 'proportion')
    return fromProportion(evidence.successes, evidence.trials);
  if (judged.by === 'share' && evidence.kind === 'share')
    return exact((100 * evidence.part) / evidence.whole, evidence.whole, 'counted, all');
  if ((judged.by === 'mean-over-hold' || judged.by === 'max-over-hold') && evidence.kind === 'gauge')
    return fromGauge(evidence.values, judged.by);
  if (judged.by === 'mean-over-hold' && evidence.kind === 'count')
    return exact(evidence.value, evidence.samples, 'counted over the hold phase');
  if (judged.by === 'count' && evidence.kind === 'count')
    return exact(evidence.value, evidence.samples, 'counted, all');
  if (judged.by === 'record' && evidence.kind === 'record')
    return evidence.value === null
      ? nothing(evidence.method)
      : { ...exact(evidence.value, 1, evidence.method), high: evidence.high };
  throw new GomeetError(`the KPI "${kpi.id}" is judged by ${judged.by}; ${evidence.kind} cannot prove it`, {
    exitCode: ExitCode.unexpected,
    code: 'wrong-evidence',
  });
}
