export interface RetryPace {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** Half a second doubles to 1, 2, 4, 8 and then stays at 15: a server that restarts is found within seconds of its return. */
export const defaultPace: RetryPace = { firstMs: 500, longestMs: 15_000 };

/**
 * How long to wait before trying again, in milliseconds. Between a half and the whole of the step, by chance, so that 500
 * browsers that lost one server do not all come back in one moment.
 * @param attempt 0 for the first
 * @param chance from 0 to 1
 */
export function retryDelayMs(attempt: number, chance: number, pace: RetryPace = defaultPace): number {
  const stepMs = Math.min(pace.longestMs, pace.firstMs * 2 ** attempt);
  return Math.round(stepMs * (0.5 + chance / 2));
}
