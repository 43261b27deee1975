/** After so many attempts an item is given up. */
export const maxAttempts = 10;

const firstDelayMs = 10_000;
const longestDelayMs = 6 * 3600 * 1000;
/** Nine delays from 10 s on, each 2.6 times the one before, end at 10 s × 2.6⁸ = 5.8 h; together they last some 9.4 h. */
const growth = 2.6;

/**
 * How long to wait after an attempt that failed. Half of it is chance: what failed together does not come back together.
 *
 * @param attempt the one that failed, from 1 on
 * @param random between 0 and 1
 */
export function retryDelayMs(attempt: number, random: number): number {
  const fullMs = Math.min(longestDelayMs, firstDelayMs * growth ** (attempt - 1));
  return Math.round(fullMs * (0.5 + random / 2));
}
