import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

export type OutboxKind = Tables['outbox']['kind'];

/** Something that must reach the outside. */
export interface NewOutboxItem {
  readonly kind: OutboxKind;
  /** Whose account it is about: it goes when that goes. */
  readonly userId: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
}

export interface OutboxItem {
  readonly id: string;
  readonly payload: Record<string, unknown>;
  /** This one included. */
  readonly attempts: number;
  readonly created_at: Date;
}

export type OutboxRepository = ReturnType<typeof createOutboxRepository>;

/** What went wrong is kept in so many characters: the answer of a foreign server may be a page. */
const maxErrorLength = 500;

export function createOutboxRepository(directory: Kysely<Tables>) {
  const finish = (id: string, error: string | null) =>
    directory
      .updateTable('outbox')
      // The letter has links in it that open accounts: once it is out, nobody needs it here.
      .set({ finished_at: sql`now()`, payload: '{}', last_error: error?.slice(0, maxErrorLength) ?? null })
      .where('id', '=', id)
      .execute();

  return {
    /** @param database the transaction of what causes them: then they go out if and only if it commits. */
    enqueue: async (items: readonly NewOutboxItem[], database: Kysely<Tables> = directory): Promise<void> => {
      if (items.length === 0) return;
      const rows = items.map(({ kind, userId, payload }) => ({
        kind,
        user_id: userId,
        payload: JSON.stringify(payload),
      }));
      await database.insertInto('outbox').values(rows).execute();
    },

    /**
     * Takes items that are due, for this process alone. Nothing stays locked during the delivery: an item whose process dies
     * is due again after the lease. So one can arrive twice, but none can be lost.
     */
    claim: async (kind: OutboxKind, limit: number, leaseSeconds: number): Promise<OutboxItem[]> => {
      const { rows } = await sql<OutboxItem>`
        UPDATE outbox SET attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => ${leaseSeconds})
        WHERE id IN (
          SELECT id FROM outbox WHERE finished_at IS NULL AND next_attempt_at <= now() AND kind = ${kind}
          ORDER BY next_attempt_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        RETURNING id, payload, attempts, created_at`.execute(directory);
      return rows;
    },

    delivered: (id: string) => finish(id, null),

    giveUp: (id: string, error: string) => finish(id, error),

    retry: (id: string, delayMs: number, error: string) =>
      directory
        .updateTable('outbox')
        .set({
          next_attempt_at: sql`now() + make_interval(secs => ${delayMs / 1000})`,
          last_error: error.slice(0, maxErrorLength),
        })
        .where('id', '=', id)
        .execute(),

    /** Gives an item back that was not tried, as nothing of its kind is at the moment. */
    putBack: (id: string, delayMs: number) =>
      directory
        .updateTable('outbox')
        .set({
          attempts: sql`attempts - 1`,
          next_attempt_at: sql`now() + make_interval(secs => ${delayMs / 1000})`,
        })
        .where('id', '=', id)
        .execute(),
  };
}
