/** Pause before the nth start in a row of a service that keeps falling: 0.25 s, doubled each time, at most 10 s. */
export function restartDelayMs(failuresInARow: number): number {
  return Math.min(10_000, 250 * 2 ** Math.max(0, failuresInARow - 1));
}
