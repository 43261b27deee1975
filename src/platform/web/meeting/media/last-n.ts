import type { MediaPolicy } from '../../api/types.ts';

/** A room that has shrunk shows more again when it would still do so with a tenth more people: one who comes and goes at the border moves nothing. */
const reserve = 1.1;

/**
 * Cameras to receive at most in a room of so many people. The policy says it for when somebody joins; rooms fill up afterwards.
 * @param before what was received at most until now
 */
export function lastNFor(limits: MediaPolicy['lastNLimits'], people: number, before: number): number {
  const limitFor = (count: number): number =>
    (limits.find(({ upTo }) => count <= upTo) ?? limits.at(-1))?.lastN ?? before;
  const now = limitFor(people);
  return now <= before ? now : Math.max(before, limitFor(people * reserve));
}
