import type { FiredAlert } from '../drill-result.ts';

/** One series of Prometheus' `ALERTS`, as a range query answers it: moments in seconds since 1970, and 1 while it fires. */
export interface AlertSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

interface Span {
  readonly faultMs: number;
  readonly endMs: number;
  readonly stepSeconds: number;
}

/** Fires all the time: its silence tells that alerts do not get through. */
const heartbeat = 'Watchdog';

/**
 * The alerts that began to fire after a fault, by Prometheus' clock, each to one step. What fired before it is not the fault's.
 * Milliseconds since 1970.
 */
export function alertsSince(series: readonly AlertSeries[], span: Span): FiredAlert[] {
  const { faultMs, endMs, stepSeconds } = span;
  const stepMs = stepSeconds * 1000;
  const fired = series.flatMap(({ metric, values }): FiredAlert[] => {
    const [first, last] = [values[0]?.[0], values.at(-1)?.[0]];
    const { alertname: name = 'unnamed', severity = 'none' } = metric;
    if (first === undefined || last === undefined || name === heartbeat) return [];
    if (first * 1000 <= faultMs) return [];
    const overMs = last * 1000 + stepMs;
    return [
      {
        name,
        severity,
        afterMs: first * 1000 - faultMs,
        resolvedAfterMs: overMs < endMs ? overMs - faultMs : null,
      },
    ];
  });
  return fired.toSorted((a, b) => a.afterMs - b.afterMs);
}
