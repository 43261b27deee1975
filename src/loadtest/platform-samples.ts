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
  /** Database queries of all API processes between the first and the last reading; bounds in seconds. */
  readonly databaseBuckets: readonly CumulativeBucket[];
  /** Largest step between wall clock and monotonic clock during the run, in milliseconds. */
  readonly clockStepMs: number;
  readonly failures: readonly { readonly what: string; readonly count: number; readonly example: string }[];
}

/** The samples of a run in which nothing was watched. */
export const nothingSampled: PlatformSamples = {
  cpuPercent: [],
  memoryPercent: [],
  redisMemoryPercent: [],
  serviceCpuPercent: {},
  databaseBuckets: [],
  clockStepMs: 0,
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

/** Sums a Prometheus histogram's buckets over all label sets and processes. */
export function sumBuckets(samples: readonly BucketSample[], metric: string): ReadonlyMap<number, number> {
  const sums = new Map<number, number>();
  for (const { name, labels, value } of samples) {
    if (name !== `${metric}_bucket`) continue;
    const bound = labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le);
    sums.set(bound, (sums.get(bound) ?? 0) + value);
  }
  return sums;
}

/** What was added between two readings. A process that restarted counts from zero again, never below. */
export function bucketGrowth(
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
): readonly CumulativeBucket[] {
  return [...after]
    .sort(([a], [b]) => a - b)
    .map(([upperBound, count]) => {
      const earlier = before.get(upperBound) ?? 0;
      return { upperBound, cumulativeCount: count >= earlier ? count - earlier : count };
    });
}
