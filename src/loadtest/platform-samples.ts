import type { CumulativeBucket } from '../results/evidence.ts';

/** [Unix time in milliseconds, value]. */
export type Point = readonly [number, number];

/** What gomeet itself saw of the platform while the generator was at work. */
export interface PlatformSamples {
  readonly cpuPercent: readonly Point[];
  readonly memoryPercent: readonly Point[];
  readonly redisMemoryPercent: readonly Point[];
  /** CPU of each program in percent of one core, by the program's name. */
  readonly serviceCpuPercent: Readonly<Record<string, readonly Point[]>>;
  /** Resident memory of each program, by the program's name. */
  readonly serviceMemoryBytes: Readonly<Record<string, readonly Point[]>>;
  /** Database queries of all API processes between the first and the last reading; bounds in seconds. */
  readonly databaseBuckets: readonly CumulativeBucket[];
  /** Largest step between wall clock and monotonic clock during the run, in milliseconds; null where nobody looked. */
  readonly clockStepMs: number | null;
  readonly failures: readonly { readonly what: string; readonly count: number; readonly example: string }[];
}

/** The samples of a run in which nothing was watched. */
export const nothingSampled: PlatformSamples = {
  cpuPercent: [],
  memoryPercent: [],
  redisMemoryPercent: [],
  serviceCpuPercent: {},
  serviceMemoryBytes: {},
  databaseBuckets: [],
  clockStepMs: null,
  failures: [],
};

/** The values whose time lies in [from, to]. */
export function valuesBetween(points: readonly Point[], from: number, to: number): readonly number[] {
  return points.filter(([at]) => at >= from && at <= to).map(([, value]) => value);
}

interface BucketSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Cumulative counts of a histogram's buckets, by upper bound. */
export type Buckets = ReadonlyMap<number, number>;

/** The buckets of one process's Prometheus histogram, summed over its label sets. */
export function sumBuckets(samples: readonly BucketSample[], metric: string): Buckets {
  const sums = new Map<number, number>();
  for (const { name, labels, value } of samples) {
    if (name !== `${metric}_bucket`) continue;
    const bound = labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le);
    sums.set(bound, (sums.get(bound) ?? 0) + value);
  }
  return sums;
}

/** What one process added between two readings; undefined when it was restarted between them and counts anew. */
export function bucketGrowth(before: Buckets, after: Buckets): Buckets | undefined {
  const growth = new Map([...after].map(([bound, count]) => [bound, count - (before.get(bound) ?? 0)]));
  return [...growth.values()].some((count) => count < 0) ? undefined : growth;
}

/** Adds the buckets of several processes, in the order of their bounds. */
export function addBuckets(all: readonly Buckets[]): readonly CumulativeBucket[] {
  const sums = new Map<number, number>();
  for (const buckets of all)
    for (const [bound, count] of buckets) sums.set(bound, (sums.get(bound) ?? 0) + count);
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([upperBound, cumulativeCount]) => ({ upperBound, cumulativeCount }));
}
