import type { Redis, Result } from 'ioredis';
import type { Counter } from 'prom-client';
import type { Limit } from './policy.ts';
import { Problem } from './problems.ts';

declare module 'ioredis' {
  interface RedisCommander<Context> {
    countUse(key: string, windowMs: number): Result<[used: number, resetMs: number], Context>;
    refundUse(key: string): Result<number, Context>;
  }
}

/** How much of a limit its subject has used, this use included. */
export interface Usage {
  readonly limit: Limit;
  readonly remaining: number;
  readonly resetSeconds: number;
  readonly exceeded: boolean;
}

/**
 * Counts uses in windows that start with the first use; at the seam of two windows up to twice the quota can pass.
 *
 * Own code rather than @fastify/rate-limit, because that plugin counts one bucket per request, while a join is counted
 * overall and as a join; chooses between failing open and closed once for all routes; cannot take back a count, which
 * failed-logins-only counting without a race needs; and sends the headers of an older draft than RateLimit-Policy.
 */
export interface Limiter {
  /**
   * Counts one use. @returns undefined if Redis is away and the limit allows that.
   * @throws {Problem} `unavailable` if Redis is away and the limit refuses that.
   */
  consume(limit: Limit, subject: string): Promise<Usage | undefined>;
  /** Takes one counted use back. */
  refund(limit: Limit, subject: string): Promise<void>;
}

// The increment and its expiry are one script: a crash in between would leave a counter that never ends.
const countUse = `
local used = redis.call('INCR', KEYS[1])
if used == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return { used, redis.call('PTTL', KEYS[1]) }`;

const refundUse = `
if tonumber(redis.call('GET', KEYS[1]) or '0') > 0 then return redis.call('DECR', KEYS[1]) end
return 0`;

export function createLimiter(redis: Redis, away: Counter<'limit'>): Limiter {
  redis.defineCommand('countUse', { numberOfKeys: 1, lua: countUse });
  redis.defineCommand('refundUse', { numberOfKeys: 1, lua: refundUse });
  const key = (limit: Limit, subject: string) => `limit:${limit.name}:${subject}`;
  return {
    consume: async (limit, subject) => {
      try {
        const [used, resetMs] = await redis.countUse(key(limit, subject), limit.windowSeconds * 1000);
        return {
          limit,
          remaining: Math.max(0, limit.quota - used),
          resetSeconds: Math.max(1, Math.ceil(resetMs / 1000)),
          exceeded: used > limit.quota,
        };
      } catch (error) {
        away.inc({ limit: limit.name });
        if (limit.whenStoreIsAway === 'allow') return undefined;
        throw new Problem('unavailable', undefined, { cause: error, headers: { 'retry-after': '5' } });
      }
    },
    refund: async (limit, subject) => {
      try {
        await redis.refundUse(key(limit, subject));
      } catch {
        // The count was taken a moment ago and Redis went away since: the use stays counted, on the safe side.
        away.inc({ limit: limit.name });
      }
    },
  };
}
