import type { Host } from '../adapters/host.ts';
import type { Redis } from '../adapters/redis.ts';
import type { Context } from '../context.ts';
import { clockOffsetMs } from './clock-offset.ts';
import {
  addBuckets,
  type Buckets,
  bucketGrowth,
  type PlatformSamples,
  type Point,
  sumBuckets,
} from './platform-samples.ts';

/** What there is to watch. */
export interface Watched {
  readonly redisUrl: string;
  readonly apiMetricsUrls: readonly string[];
  /** Programs of the platform whose CPU time is told apart, by name. */
  readonly processIds: Readonly<Record<string, number>>;
}

export interface Sampler {
  /** Ends the sampling and returns what was seen. */
  stop(): Promise<PlatformSamples>;
}

type Needs = Pick<Context, 'host' | 'redis' | 'scrape' | 'now' | 'monotonic'>;

const intervalMs = 1000;
const databaseMetric = 'gomeet_database_query_duration_seconds';

/** Reads host, Redis and processes once a second, and the API's own metrics at both ends, until stopped. */
export async function startSampling(ctx: Needs, watched: Watched): Promise<Sampler> {
  const [host, redis] = await Promise.all([ctx.host(), ctx.redis(watched.redisUrl)]);
  const series = new SampleSeries(ctx, host, redis, watched);
  const before = await scrapeAll(ctx, watched, series);
  series.read();
  const timer = setInterval(() => series.read(), intervalMs);
  return {
    async stop() {
      clearInterval(timer);
      series.read();
      const after = await scrapeAll(ctx, watched, series);
      redis.close();
      return series.finish(databaseGrowth(before, after, series));
    },
  };
}

async function scrapeAll(
  ctx: Needs,
  watched: Watched,
  series: SampleSeries,
): Promise<readonly (Buckets | undefined)[]> {
  return Promise.all(
    watched.apiMetricsUrls.map(async (url) => {
      try {
        return sumBuckets(await ctx.scrape(url), databaseMetric);
      } catch (error) {
        series.fail('the metrics of an API process could not be read', error);
        return undefined;
      }
    }),
  );
}

/** What all API processes added; one that was restarted or not read tells nothing, and that is told. */
function databaseGrowth(
  before: readonly (Buckets | undefined)[],
  after: readonly (Buckets | undefined)[],
  series: SampleSeries,
): PlatformSamples['databaseBuckets'] {
  const growths = before.map((earlier, worker) => {
    const later = after[worker];
    if (earlier === undefined || later === undefined) return undefined;
    const growth = bucketGrowth(earlier, later);
    if (growth === undefined)
      series.fail('an API process was restarted during the run', `process ${worker + 1}`);
    return growth;
  });
  return addBuckets(growths.filter((growth) => growth !== undefined));
}

/** The readings of one run. A reading that fails is counted and told; it never ends the run. */
class SampleSeries {
  readonly #ctx: Needs;
  readonly #host: Host;
  readonly #redis: Redis;
  readonly #watched: Watched;
  readonly #cpu: Point[] = [];
  readonly #memory: Point[] = [];
  readonly #redisMemory: Point[] = [];
  readonly #services = new Map<string, Point[]>();
  readonly #serviceMemory = new Map<string, Point[]>();
  readonly #failures = new Map<string, { count: number; example: string }>();
  readonly #clockOffsetsMs: number[] = [];
  readonly #processCpuMs = new Map<number, number>();
  #last: { at: number; busyMs: number; totalMs: number } | undefined;

  constructor(ctx: Needs, host: Host, redis: Redis, watched: Watched) {
    this.#ctx = ctx;
    this.#host = host;
    this.#redis = redis;
    this.#watched = watched;
  }

  read(): void {
    const at = this.#ctx.now();
    const monotonic = this.#ctx.monotonic();
    this.#clockOffsetsMs.push(clockOffsetMs(this.#ctx));
    this.#memory.push([at, 100 * this.#host.memoryUsedShare()]);
    this.#readMemories(at);
    const { busyMs, totalMs } = this.#host.cpuTime();
    if (this.#last && totalMs > this.#last.totalMs) {
      this.#cpu.push([at, (100 * (busyMs - this.#last.busyMs)) / (totalMs - this.#last.totalMs)]);
      this.#readProcesses(at, monotonic - this.#last.at);
    }
    this.#last = { at: monotonic, busyMs, totalMs };
    this.#redis.memory().then(
      ({ usedBytes, maximumBytes }) => {
        if (maximumBytes > 0) this.#redisMemory.push([at, (100 * usedBytes) / maximumBytes]);
      },
      (error: unknown) => this.fail('the memory of Redis could not be read', error),
    );
  }

  #readMemories(at: number): void {
    for (const [name, processId] of Object.entries(this.#watched.processIds)) {
      const bytes = this.#host.processMemoryBytes(processId);
      if (bytes === undefined) continue;
      const points = this.#serviceMemory.get(name) ?? [];
      points.push([at, bytes]);
      this.#serviceMemory.set(name, points);
    }
  }

  #readProcesses(at: number, elapsedMs: number): void {
    for (const [name, processId] of Object.entries(this.#watched.processIds)) {
      const cpuMs = this.#host.processCpuMs(processId);
      if (cpuMs === undefined) {
        if (this.#processCpuMs.delete(processId))
          this.fail(`${name} ended during the run`, `process ${processId}`);
        continue;
      }
      const earlier = this.#processCpuMs.get(processId);
      this.#processCpuMs.set(processId, cpuMs);
      if (earlier === undefined) continue;
      const points = this.#services.get(name) ?? [];
      points.push([at, (100 * (cpuMs - earlier)) / elapsedMs]);
      this.#services.set(name, points);
    }
  }

  fail(what: string, error: unknown): void {
    const example = error instanceof Error ? error.message : String(error);
    const group = this.#failures.get(what) ?? { count: 0, example };
    group.count += 1;
    this.#failures.set(what, group);
  }

  finish(databaseBuckets: PlatformSamples['databaseBuckets']): PlatformSamples {
    return {
      cpuPercent: this.#cpu,
      memoryPercent: this.#memory,
      redisMemoryPercent: this.#redisMemory,
      serviceCpuPercent: Object.fromEntries(this.#services),
      serviceMemoryBytes: Object.fromEntries(this.#serviceMemory),
      databaseBuckets,
      clockStepMs: Math.max(...this.#clockOffsetsMs) - Math.min(...this.#clockOffsetsMs),
      failures: [...this.#failures].map(([what, group]) => ({ what, ...group })),
    };
  }
}
