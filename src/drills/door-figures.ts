import { type Outage, outagesOf, recoveryOf } from './availability.ts';
import type { DoorFigures } from './drill-result.ts';
import { type Door, type ProbeResult, probeEveryMs } from './probe.ts';
import type { TimelineEvent } from './timeline.ts';

interface Span {
  readonly faultAtMs: number;
  readonly untilMs: number;
}

/** What happened at one door after the fault. */
export function doorFigures(
  door: Door,
  results: readonly ProbeResult[],
  span: Span,
  isJudged: boolean,
): DoorFigures {
  const { detectionMs, firstMs, stableMs, downMs, reason } = recoveryOf(results, span);
  const after = results.filter(({ endedAtMs }) => endedAtMs >= span.faultAtMs);
  const failed = after.filter(({ failure }) => failure !== null);
  return {
    door,
    judged: isJudged,
    probes: after.length,
    failures: failed.length,
    detectionMs: notNegative(detectionMs),
    rtoFirstMs: notNegative(firstMs),
    rtoStableMs: notNegative(stableMs),
    downMs,
    reason,
    example: outagesOf(after)[0]?.example ?? null,
  };
}

/** A probe that began a moment before the fault may have failed of it. */
const notNegative = (value: number | null): number | null => (value === null ? null : Math.max(0, value));

/** The outages of a door as lines of the timeline. More than so many are summed up: a door that flickers would hide the rest. */
export function doorEvents(door: Door, results: readonly ProbeResult[], faultAtMs: number): TimelineEvent[] {
  const outages = outagesOf(results);
  const shown = outages.slice(0, outagesShown);
  const rest = outages.slice(outagesShown);
  const events = shown.flatMap((outage) => outageEvents(door, outage, faultAtMs));
  const [next] = rest;
  if (next === undefined) return events;
  const text = `${door} fails ${rest.length} times more, the last time until ${momentOf(rest.at(-1), faultAtMs)}`;
  return [...events, { atMs: next.fromMs - faultAtMs, kind: 'probe', text }];
}

const outagesShown = 5;

const momentOf = (outage: Outage | undefined, faultAtMs: number): string =>
  outage?.toMs == null ? 'the end' : `+${((outage.toMs - faultAtMs) / 1000).toFixed(2)} s`;

function outageEvents(door: Door, outage: Outage, faultAtMs: number): TimelineEvent[] {
  const { fromMs, toMs, failures, example } = outage;
  const down: TimelineEvent = { atMs: fromMs - faultAtMs, kind: 'probe', text: `${door} fails: ${example}` };
  if (toMs === null) return [down];
  const seconds = ((toMs - fromMs) / 1000).toFixed(2);
  return [
    down,
    {
      atMs: toMs - faultAtMs,
      kind: 'recovery',
      text: `${door} works again after ${seconds} s (${failures} probes failed)`,
    },
  ];
}

/** The latest of several doors; null when one of them is null. */
export function latest(values: readonly (number | null)[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((a, b) => (a === null || b === null ? null : Math.max(a, b)));
}

/** The earliest of those that there are. */
export function earliest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** Of the probes that were due after the fault, how many were made at the door that was probed most, in percent. */
export function probesMadePercent(
  doors: Iterable<readonly ProbeResult[]>,
  { faultAtMs, untilMs }: Span,
): number {
  const due = (untilMs - faultAtMs) / probeEveryMs;
  if (due < 1) return 100;
  const made = [...doors].map(
    (results) => results.filter(({ startedAtMs }) => startedAtMs >= faultAtMs).length,
  );
  return Math.min(100, (100 * Math.max(0, ...made)) / due);
}
