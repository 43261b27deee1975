import { quantileRank, samplesToBoundQuantile, wilsonInterval } from '../../results/statistics.ts';

/** How many requests took at most this long; cumulative, as Prometheus counts them. */
export interface LatencyBucket {
  /** Infinity for the last one. */
  readonly upToMs: number;
  readonly requests: number;
}

/** What the gateway saw of one version in a span of time. */
export interface VersionReading {
  readonly requests: number;
  /** Answers of 500 and above: those are the version's own fault. */
  readonly errors: number;
  /** In rising order. WebSockets are not among them: they last as long as a meeting. */
  readonly buckets: readonly LatencyBucket[];
}

export interface Judgement {
  readonly status: 'PASS' | 'FAILED' | 'INCONCLUSIVE';
  /** In a sentence without its end, with the figures. */
  readonly reason: string;
}

/** Errors that a version may make whatever the other one does, and how much worse than that one it may be. */
const ERROR_SHARE = 0.01;
const ERROR_FACTOR = 2;
/** With fewer one hiccup would already be beyond the limit: 1 of 5 is 4 % at the least, says its interval. */
const REQUESTS_TO_FAIL = 30;
/** A 95th percentile beyond this times that of the stable version counts as slower: the scatter of equal versions stays below. */
const SLOWER_FACTOR = 1.5;
/** And nobody feels less than this, a quarter of the 200 ms that are the target; a busy machine alone makes it. */
const SLOWER_MS = 50;
/** The critical response time of the KPI table, for where the stable version has too few requests to compare with. */
const CRITICAL_MS = 500;
/** Share of requests that may be slower than the 95th percentile. */
const SLOW_SHARE = 0.05;

/**
 * The new version against the stable one in the same span of time. Both questions are put as a share of requests with its
 * 95 % interval: it fails when the whole interval lies beyond the limit, passes when the whole interval lies within, and needs
 * more requests otherwise. No error in 381 requests is the least that proves 1 %: 3.84 / (n + 3.84) ≤ 0.01.
 */
export function judgeCanary(canary: VersionReading, stable: VersionReading): Judgement {
  const parts = [judgeErrors(canary, stable), judgeLatency(canary, stable)];
  const worst =
    parts.find(({ status }) => status === 'FAILED') ??
    parts.find(({ status }) => status === 'INCONCLUSIVE') ??
    parts[0];
  const reason = parts
    .filter(({ status }) => status === worst?.status)
    .map((part) => part.reason)
    .join('; ');
  return { status: worst?.status ?? 'INCONCLUSIVE', reason };
}

function judgeErrors(canary: VersionReading, stable: VersionReading): Judgement {
  const stableShare = stable.requests === 0 ? 0 : stable.errors / stable.requests;
  const limit = Math.max(ERROR_SHARE, ERROR_FACTOR * stableShare);
  const found = `${canary.errors} errors in ${canary.requests} requests, stable ${stable.errors} in ${stable.requests}`;
  return byShare(canary.errors, canary.requests, limit, `${found}; at most ${percent(limit)} allowed`);
}

function judgeLatency(canary: VersionReading, stable: VersionReading): Judgement {
  const limitMs = latencyLimitMs(stable, canary);
  if (limitMs === null)
    return { status: 'INCONCLUSIVE', reason: 'the gateway reports no latencies of the new version' };
  const total = totalOf(canary);
  const slow = total - (canary.buckets.find(({ upToMs }) => upToMs === limitMs)?.requests ?? total);
  const [own, other] = [p95Text(canary), p95Text(stable)];
  const found = `p95 ${own}, stable ${other}; ${slow} of ${total} requests took over ${limitMs} ms, ${percent(SLOW_SHARE)} allowed`;
  return byShare(slow, total, SLOW_SHARE, found);
}

function byShare(hits: number, total: number, limit: number, reason: string): Judgement {
  if (total === 0) return { status: 'INCONCLUSIVE', reason: `no requests yet: ${reason}` };
  const { low, high } = wilsonInterval(hits, total);
  if (low > limit && total >= REQUESTS_TO_FAIL) return { status: 'FAILED', reason };
  return { status: high <= limit ? 'PASS' : 'INCONCLUSIVE', reason };
}

/** The boundary of a bucket, for only there the shares are exact: the first at or beyond the limit. */
function latencyLimitMs(stable: VersionReading, canary: VersionReading): number | null {
  const isComparable = totalOf(stable) >= samplesToBoundQuantile(0.95);
  const stableP95 = isComparable ? p95Ms(stable) : null;
  const wished =
    stableP95 === null ? CRITICAL_MS : Math.max(stableP95 * SLOWER_FACTOR, stableP95 + SLOWER_MS);
  const bounds = canary.buckets.map(({ upToMs }) => upToMs).filter(Number.isFinite);
  return bounds.find((bound) => bound >= wished) ?? bounds.at(-1) ?? null;
}

/** The 95th percentile, in the bucket that holds its rank with requests spread evenly; null without requests or beyond all bounds. */
export function p95Ms(reading: VersionReading): number | null {
  const total = totalOf(reading);
  if (total === 0) return null;
  const rank = quantileRank(total, 0.95);
  const index = reading.buckets.findIndex(({ requests }) => requests >= rank);
  const [bucket, before] = [reading.buckets[index], reading.buckets[index - 1]];
  if (bucket === undefined || !Number.isFinite(bucket.upToMs)) return null;
  const [fromMs, fromRequests] = [before?.upToMs ?? 0, before?.requests ?? 0];
  return fromMs + ((bucket.upToMs - fromMs) * (rank - fromRequests)) / (bucket.requests - fromRequests);
}

const totalOf = ({ buckets }: VersionReading): number => buckets.at(-1)?.requests ?? 0;

function p95Text(reading: VersionReading): string {
  const p95 = p95Ms(reading);
  if (p95 !== null) return `${Math.round(p95)} ms`;
  return totalOf(reading) === 0 ? 'unknown' : `over ${reading.buckets.at(-2)?.upToMs} ms`;
}

const percent = (share: number): string => `${Number((share * 100).toFixed(1))} %`;
