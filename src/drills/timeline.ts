/** What a line of the timeline is about. */
export type TimelineKind = 'fault' | 'probe' | 'platform' | 'alert' | 'media' | 'recovery' | 'note';

/** One thing that happened. `atMs` counts from the first fault: what came before it is negative. */
export interface TimelineEvent {
  readonly atMs: number;
  readonly kind: TimelineKind;
  readonly text: string;
}

/** What happened at the same moment is told in the order of cause and effect. */
const order: readonly TimelineKind[] = ['note', 'fault', 'platform', 'probe', 'media', 'alert', 'recovery'];

/** One timeline out of those of several observers. */
export function timelineOf(...observed: readonly (readonly TimelineEvent[])[]): readonly TimelineEvent[] {
  return observed.flat().toSorted((a, b) => a.atMs - b.atMs || order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** `+3.25 s`, `-0.50 s`: the moment of an event as people read it. */
export function momentText(atMs: number): string {
  return `${atMs < 0 ? '-' : '+'}${(Math.abs(atMs) / 1000).toFixed(2)} s`;
}
