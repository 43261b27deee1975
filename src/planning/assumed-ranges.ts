import type { Event } from './event.ts';
import type { Range } from './quantity.ts';

/**
 * How far the defaults of an event may be off where encoders, networks and habits decide, not the one who plans. 34 packets a second of a
 * small tile come from LiveKit's benchmark, 100 from JVB's pessimistic constant; the other bounds are ours. Meetings, tiles and hours
 * have none here: whoever plans decides them, or gives a range.
 */
const LAYOUT = {
  smallTileKbps: { low: 100, mode: 150, high: 250 },
  smallTilePacketsPerSecond: { low: 20, mode: 34, high: 100 },
  largeTileKbps: { low: 800, mode: 1500, high: 2500 },
  silentMicrophones: { low: 0, mode: 0, high: 0.3 },
} as const satisfies Partial<Record<keyof Event['layout'], Range>>;

const WHOLE = {
  recordedMeetings: { low: 0, mode: 0.1, high: 0.5 },
  relayedParticipants: { low: 0.02, mode: 0.1, high: 0.25 },
} as const satisfies Partial<Record<keyof Event, Range>>;

export const ASSUMED_RANGES = { layout: LAYOUT, event: WHOLE } as const;

/**
 * The event as it is drawn: a number that stands at its default gets the range around it, because nobody has looked. Who knows
 * it gives another number, or the same one as a range without width.
 */
export function withAssumedRanges(event: Event): Event {
  const layout = { ...event.layout, ...rangesOf(event.layout, LAYOUT) };
  return { ...event, ...rangesOf(event, WHOLE), layout };
}

function rangesOf<Ranges extends Readonly<Record<string, Range>>>(
  values: Readonly<Record<keyof Ranges, unknown>>,
  ranges: Ranges,
): { [Key in keyof Ranges]?: Range } {
  const found: { [Key in keyof Ranges]?: Range } = {};
  for (const key in ranges) {
    const range = ranges[key];
    if (range !== undefined && values[key] === range.mode) found[key] = range;
  }
  return found;
}
