import { setTimeout as wait } from 'node:timers/promises';
import { interruptedError } from '../errors.ts';
import { digitalOceanFault, responseOf } from './digitalocean-error.ts';

const RETRIES = 3;
const LONGEST_WAIT_MS = 30_000;
const WORTH_A_RETRY = [429, 500, 502, 503, 504];

/**
 * Asks again, up to three times, where the fault may pass: no connection, too many requests, a server that fails. got's own
 * retry is not used: on this Node it loses the error of a second failed connection, outside of any promise.
 *
 * @param isRepeatable whether the request may have been carried out without an answer and be sent again all the same; one that
 *   creates something is sent again after 429 alone, which says that nothing was done
 * @param retryDelayMs wait before the first retry; it doubles, unless the answer's Retry-After says how long
 * @throws GomeetError after the last attempt, or at once where asking again would change nothing
 */
export async function withRetries<Answer>(
  ask: () => Promise<Answer>,
  {
    address,
    retryDelayMs,
    signal,
    isRepeatable = true,
  }: {
    address: string;
    retryDelayMs: number;
    signal?: AbortSignal | undefined;
    isRepeatable?: boolean;
  },
): Promise<Answer> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask();
    } catch (cause) {
      if (signal?.aborted) throw interruptedError('asking DigitalOcean');
      const delayMs = retryDelayMs * 2 ** attempt;
      const mayRepeat = isRepeatable || responseOf(cause).statusCode === 429;
      const waitMs = mayRepeat ? waitBefore(cause, delayMs) : null;
      if (attempt === RETRIES || waitMs === null) throw digitalOceanFault(cause, address);
      await wait(waitMs, undefined, signal === undefined ? {} : { signal });
    }
  }
}

/** How long to wait; null: asking again is in vain, or the wait would be too long to sit through. */
function waitBefore(cause: unknown, delayMs: number): number | null {
  if (cause instanceof SyntaxError) return null;
  const { statusCode, headers } = responseOf(cause);
  if (statusCode === null) return delayMs;
  if (!WORTH_A_RETRY.includes(statusCode)) return null;
  const retryAfterMs = Number(headers['retry-after'] ?? Number.NaN) * 1000;
  if (Number.isNaN(retryAfterMs)) return delayMs;
  return retryAfterMs <= LONGEST_WAIT_MS ? retryAfterMs : null;
}
