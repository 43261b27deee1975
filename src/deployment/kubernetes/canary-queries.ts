import type { LatencyBucket, VersionReading } from './canary-judgement.ts';

/** What tells two versions apart at the gateway: the names under which Traefik counts the services of each. */
export interface VersionNames {
  readonly stable: readonly string[];
  readonly canary: readonly string[];
}

/** Traefik names a Service of Kubernetes by its namespace, name and port. */
export function traefikNames(namespace: string, services: readonly string[], port: number): VersionNames {
  const name = (of: string): string => `${namespace}-${of}-${port}@kubernetescrd`;
  return { stable: services.map(name), canary: services.map((service) => name(`${service}-canary`)) };
}

/** The two questions that Prometheus is asked: requests by status, and latencies by bucket, of both versions in a span. */
export function canaryQueries({ stable, canary }: VersionNames, spanSeconds: number): string[] {
  const versions = `service=~"${[...stable, ...canary].map(escaped).join('|')}"`;
  const span = `[${spanSeconds}s]`;
  return [
    `sum by (service, code) (increase(traefik_service_requests_total{${versions}}${span}))`,
    `sum by (service, le) (increase(traefik_service_request_duration_seconds_bucket{${versions},protocol!="websocket"}${span}))`,
  ];
}

/** For a regular expression within a PromQL string: there a backslash is written twice. */
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\\$&`);

/** One sample of an instant query's answer. */
export interface QuerySample {
  readonly metric: Readonly<Record<string, string>>;
  /** Time in seconds, and the value as text. */
  readonly value: readonly [number, string];
}

/** The answers to both questions as one reading of these services. `increase` extrapolates to the whole span, so its counts are rounded. */
export function readingOf(
  names: readonly string[],
  [counts = [], latencies = []]: readonly (readonly QuerySample[])[],
): VersionReading {
  const own = (samples: readonly QuerySample[]): readonly QuerySample[] =>
    samples.filter(({ metric }) => names.includes(metric.service ?? ''));
  const sum = (samples: readonly QuerySample[]): number =>
    Math.round(samples.reduce((total, { value }) => total + Number(value[1]), 0));
  const byBound = Map.groupBy(own(latencies), ({ metric }) => boundMs(metric.le ?? ''));
  return {
    requests: sum(own(counts)),
    errors: sum(own(counts).filter(({ metric }) => Number(metric.code) >= 500)),
    buckets: [...byBound]
      .map(([upToMs, samples]): LatencyBucket => ({ upToMs, requests: sum(samples) }))
      .sort((a, b) => a.upToMs - b.upToMs),
  };
}

/** `0.3` is 300 ms; rounded to a microsecond, because 0.3 × 1000 is not 300 in floating point for every such number. */
const boundMs = (le: string): number =>
  le === '+Inf' ? Number.POSITIVE_INFINITY : Math.round(Number(le) * 1e6) / 1e3;
