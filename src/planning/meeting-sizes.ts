import { erlangSlots } from './erlang.ts';
import type { Event } from './event.ts';

/** All meetings of one size. Plain numbers: an event may have ten thousand sizes, and a plan accounts for them as sums. */
export interface MeetingSize {
  readonly participants: number;
  /** At once, as the event says. */
  readonly meetings: number;
  /** Room to keep for them: the same where `meetings` is a cap, more where it is a mean. */
  readonly slots: number;
}

/** Equal sizes become one, so that 10,000 entries of an event cost no more than its distinct sizes. */
export function meetingSizesOf(event: Event): MeetingSize[] {
  const counts = new Map<number, number>();
  for (const { count, participants } of event.meetings)
    counts.set(participants, (counts.get(participants) ?? 0) + count);
  return [...counts]
    .sort(([left], [right]) => right - left)
    .map(([participants, meetings]) => ({
      participants,
      meetings,
      slots: event.meetingsAre === 'cap' ? meetings : erlangSlots(meetings, event.blocking),
    }));
}

/** Sum over the sizes of an event. */
export function sumOver(sizes: readonly MeetingSize[], of: (size: MeetingSize) => number): number {
  return sizes.reduce((sum, size) => sum + of(size), 0);
}
