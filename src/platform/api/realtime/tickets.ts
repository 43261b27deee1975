import { createHash, randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Counter } from 'prom-client';
import { z } from 'zod';
import type { Account } from '../auth/access-token.ts';
import { Problem } from '../problems.ts';

/** Tickets let a browser authenticate a WebSocket without its access token ever being in an address or a log. */
export interface Tickets {
  /** @throws {Problem} `unavailable` while Redis is away. */
  issue(account: Account): Promise<{ ticket: string; expiresAt: Date }>;
  /** Takes the ticket out of circulation. @returns whose it was, or undefined if it is unknown, used or expired. */
  redeem(ticket: string): Promise<Account | undefined>;
}

const accountSchema = z.object({ userId: z.uuid(), sessionId: z.uuid(), admin: z.boolean() });

/** Redis knows only the digest: whoever reads it cannot use a ticket. */
const keyOf = (ticket: string) => `ws-ticket:${createHash('sha256').update(ticket).digest('base64url')}`;

export function createTickets(redis: Redis, lifetimeSeconds: number, outcomes: Counter<'outcome'>): Tickets {
  return {
    issue: async ({ userId, sessionId, admin }) => {
      const ticket = randomBytes(32).toString('base64url');
      const expiresAt = new Date(Date.now() + lifetimeSeconds * 1000);
      try {
        await redis.set(keyOf(ticket), JSON.stringify({ userId, sessionId, admin }), 'EX', lifetimeSeconds);
      } catch (error) {
        throw new Problem('unavailable', undefined, { cause: error, headers: { 'retry-after': '5' } });
      }
      outcomes.inc({ outcome: 'issued' });
      return { ticket, expiresAt };
    },
    redeem: async (ticket) => {
      // Reading and deleting are one command, so of two sockets with the same ticket one gets nothing.
      const stored = await redis.getdel(keyOf(ticket));
      outcomes.inc({ outcome: stored === null ? 'refused' : 'redeemed' });
      return stored === null ? undefined : accountSchema.parse(JSON.parse(stored));
    },
  };
}
