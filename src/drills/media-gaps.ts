import type { TimelineEvent } from './timeline.ts';

/** A time in which one participant received no media. Times are monotonic milliseconds. */
export interface MediaGap {
  readonly participant: number;
  readonly fromMs: number;
  /** Null: it had none until the end. */
  readonly toMs: number | null;
}

/** What the people in the room felt of a fault. */
export interface MediaImpact {
  readonly participantsAffected: number;
  /** Of the longest gap of each who had one; null where nobody had. */
  readonly gapMs: { readonly median: number; readonly max: number } | null;
  /** From the fault until everyone had media again; 0 where nobody lost them, null where somebody never got them back. */
  readonly backMs: number | null;
}

/** Judges the gaps that ended after the fault. A gap counts to the end of the watch when it is open. */
export function mediaImpact(
  gaps: readonly MediaGap[],
  { faultAtMs, untilMs }: { readonly faultAtMs: number; readonly untilMs: number },
): MediaImpact {
  const after = gaps.filter(({ toMs }) => toMs === null || toMs >= faultAtMs);
  const longest = new Map<number, number>();
  for (const { participant, fromMs, toMs } of after) {
    const lengthMs = (toMs ?? untilMs) - fromMs;
    longest.set(participant, Math.max(longest.get(participant) ?? 0, lengthMs));
  }
  const lengths = [...longest.values()].toSorted((a, b) => a - b);
  const [median, max] = [lengths[Math.floor((lengths.length - 1) / 2)], lengths.at(-1)];
  const isOpen = after.some(({ toMs }) => toMs === null);
  return {
    participantsAffected: lengths.length,
    gapMs: median === undefined || max === undefined ? null : { median, max },
    backMs: isOpen ? null : Math.max(0, ...after.map(({ toMs }) => (toMs ?? untilMs) - faultAtMs)),
  };
}

/** The gaps as lines of the timeline. */
export function mediaEvents(gaps: readonly MediaGap[], faultAtMs: number): TimelineEvent[] {
  return gaps.map(({ participant, fromMs, toMs }) => {
    const who = `participant ${participant + 1}`;
    return toMs === null
      ? { atMs: fromMs - faultAtMs, kind: 'media', text: `${who} has no media any more` }
      : {
          atMs: toMs - faultAtMs,
          kind: 'media',
          text: `${who} has media again after ${((toMs - fromMs) / 1000).toFixed(2)} s`,
        };
  });
}
