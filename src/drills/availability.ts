import type { ProbeResult } from './probe.ts';

/** A time during which every probe of a door failed. */
export interface Outage {
  /** When the first probe that failed began. */
  readonly fromMs: number;
  /** When the next good probe was answered; null when none came. */
  readonly toMs: number | null;
  readonly failures: number;
  /** What the first of them said. */
  readonly example: string;
}

/** Without an error for so long, a door counts as stable. */
export const stableForMs = 30_000;

const byStart = (results: readonly ProbeResult[]): ProbeResult[] =>
  results.toSorted((a, b) => a.startedAtMs - b.startedAtMs);

/**
 * The outages of one door, in the order in which they began. Probes overlap while a door hangs, so they are put in the order in
 * which they began: an outage of the length d is found with a length between d - 50 ms (it began just after a probe) and
 * d + 50 ms and the time of one answer.
 */
export function outagesOf(results: readonly ProbeResult[]): readonly Outage[] {
  const outages: Outage[] = [];
  let open: { fromMs: number; failures: number; example: string } | undefined;
  for (const { startedAtMs, endedAtMs, failure } of byStart(results)) {
    if (failure !== null) {
      open ??= { fromMs: startedAtMs, failures: 0, example: failure };
      open.failures += 1;
    } else if (open !== undefined) {
      outages.push({ ...open, toMs: endedAtMs });
      open = undefined;
    }
  }
  return open === undefined ? outages : [...outages, { ...open, toMs: null }];
}

/** How a door came back after a fault; times count from the fault. Null is told by `reason`. */
export interface Recovery {
  /** When the first failure was seen. */
  readonly detectionMs: number | null;
  /** The first good answer after the first failure. */
  readonly firstMs: number | null;
  /** The first good answer after which nothing failed for `stableForMs`. */
  readonly stableMs: number | null;
  /** The sum of all outages after the fault, the open one up to the end. */
  readonly downMs: number;
  readonly reason: string | null;
}

/**
 * How a door recovered. One at which nothing failed recovered after 0 ms.
 *
 * @param span the moment of the fault, and until when was probed, by the clock of the probes
 */
export function recoveryOf(
  results: readonly ProbeResult[],
  span: { readonly faultAtMs: number; readonly untilMs: number },
): Recovery {
  const { faultAtMs, untilMs } = span;
  const after = results.filter(({ endedAtMs }) => endedAtMs >= faultAtMs);
  if (after.length === 0)
    return { detectionMs: null, firstMs: null, stableMs: null, downMs: 0, reason: 'it was not probed' };
  const outages = outagesOf(after);
  const [first] = outages;
  const last = outages.at(-1);
  if (first === undefined || last === undefined)
    return { detectionMs: null, firstMs: 0, stableMs: 0, downMs: 0, reason: 'no probe failed' };
  const sinceFault = (atMs: number | null): number | null => (atMs === null ? null : atMs - faultAtMs);
  const downMs = outages.reduce((sum, { fromMs, toMs }) => sum + (toMs ?? untilMs) - fromMs, 0);
  const isStable = last.toMs !== null && untilMs - last.toMs >= stableForMs;
  return {
    detectionMs: detectedAt(after) - faultAtMs,
    firstMs: sinceFault(first.toMs),
    stableMs: isStable ? sinceFault(last.toMs) : null,
    downMs,
    reason: isStable ? null : whyNotStable(last, untilMs),
  };
}

const detectedAt = (results: readonly ProbeResult[]): number =>
  Math.min(...results.filter(({ failure }) => failure !== null).map(({ endedAtMs }) => endedAtMs));

function whyNotStable(last: Outage, untilMs: number): string {
  if (last.toMs === null) return `it was still failing at the end: ${last.example}`;
  const seconds = ((untilMs - last.toMs) / 1000).toFixed(1);
  return `watched for ${seconds} s after its last error, where ${stableForMs / 1000} s are needed`;
}

/** The time for which a door has been without an error; probes that are still under way say nothing. */
export function quietForMs(results: readonly ProbeResult[], sinceMs: number, nowMs: number): number {
  const failed = results.filter(({ failure }) => failure !== null).map(({ endedAtMs }) => endedAtMs);
  return nowMs - failed.reduce((latest, at) => Math.max(latest, at), sinceMs);
}
