import type { Redis } from 'ioredis';

/**
 * Says of each session that was ended that it is over, for as long as an access token of it could still be good. Access
 * tokens are checked without a database; this makes the end of a session count at once, in the round trip of the limits.
 */
export interface SessionMarks {
  /** @throws while Redis is away. */
  has(sessionId: string): Promise<boolean>;
  /** @throws while Redis is away. */
  set(sessionIds: readonly string[]): Promise<void>;
}

const keyOf = (sessionId: string) => `session-ended:${sessionId}`;

/** @param lifetimeSeconds of an access token. */
export function createSessionMarks(redis: Redis, lifetimeSeconds: number): SessionMarks {
  return {
    has: async (sessionId) => (await redis.exists(keyOf(sessionId))) === 1,
    set: async (sessionIds) => {
      await Promise.all(sessionIds.map((id) => redis.set(keyOf(id), '1', 'EX', lifetimeSeconds)));
    },
  };
}
