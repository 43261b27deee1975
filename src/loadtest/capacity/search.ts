/** The bounds of a search for the largest load that still meets its targets. Loads are whole numbers. */
export interface SearchBounds {
  readonly from: number;
  readonly to: number;
  readonly maxSteps: number;
  /** Where halving ends: no smaller load can be made. */
  readonly smallest: number;
}

/** What is known of one load. */
export interface Trial {
  readonly load: number;
  readonly met: boolean;
}

/** Finer than a tenth a knee is not the same on two days. */
const resolutionShare = 0.1;

/**
 * The next load to try, or null when the knee is known as finely as is asked for. Loads double until one misses; then
 * the gap between the largest that met and the smallest that missed is halved until it is a tenth. Where already the
 * first misses, loads are halved, down to the smallest there can be.
 */
export function nextLoad(
  { from, to, maxSteps, smallest }: SearchBounds,
  trials: readonly Trial[],
): number | null {
  if (trials.length >= maxSteps) return null;
  const { largestMet, smallestMissed } = kneeOf(trials);
  if (largestMet === null && smallestMissed === null) return Math.min(from, to);
  if (smallestMissed === null)
    return largestMet === null || largestMet >= to ? null : Math.min(2 * largestMet, to);
  if (largestMet === null)
    return smallestMissed <= smallest ? null : Math.max(smallest, Math.floor(smallestMissed / 2));
  const gap = smallestMissed - largestMet;
  if (gap <= Math.max(1, Math.floor(resolutionShare * largestMet))) return null;
  return largestMet + Math.floor(gap / 2);
}

export interface Knee {
  readonly largestMet: number | null;
  readonly smallestMissed: number | null;
}

/** What the trials have shown. A load that met above one that missed does not count: the smaller miss was real too. */
export function kneeOf(trials: readonly Trial[]): Knee {
  const missed = trials.filter(({ met }) => !met).map(({ load }) => load);
  const smallestMissed = missed.length === 0 ? null : Math.min(...missed);
  const met = trials.filter(({ met, load }) => met && load < (smallestMissed ?? Number.POSITIVE_INFINITY));
  return { largestMet: met.length === 0 ? null : Math.max(...met.map(({ load }) => load)), smallestMissed };
}
