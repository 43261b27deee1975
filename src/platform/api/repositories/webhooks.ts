import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Encryption } from '../encryption.ts';
import type { TimePosition } from './notifications.ts';
import type { Tables } from './tables.ts';

export type WebhookRepository = ReturnType<typeof createWebhookRepository>;

const columns = ['id', 'url', 'events', 'active', 'created_at'] as const;
const placeOf = (rowId: string) => ({ column: 'webhooks.secret', rowId });

/** Addresses that want to hear of the events of an account's rooms. */
export function createWebhookRepository(directory: Kysely<Tables>, encryption: Encryption) {
  return {
    insert: (userId: string, url: string, events: readonly string[], secret: string) => {
      const id = randomUUID();
      return directory
        .insertInto('webhooks')
        .values({
          id,
          user_id: userId,
          url,
          events: [...events],
          secret: encryption.encrypt(secret, placeOf(id)),
        })
        .returning(columns)
        .executeTakeFirstOrThrow();
    },

    count: async (userId: string): Promise<number> => {
      const { count } = await directory
        .selectFrom('webhooks')
        .select(sql<number>`count(*)::int`.as('count'))
        .where('user_id', '=', userId)
        .executeTakeFirstOrThrow();
      return count;
    },

    /** Newest first, after a position. */
    list: (userId: string, limit: number, after: TimePosition | undefined) =>
      directory
        .selectFrom('webhooks')
        .select(columns)
        .select(sql<string>`(extract(epoch FROM created_at) * 1000000)::bigint`.as('at_us'))
        .where('user_id', '=', userId)
        .$if(after !== undefined, (query) =>
          query.where(
            sql<boolean>`(created_at, id) <
              (timestamptz 'epoch' + ${after?.atUs}::float8 * interval '1 microsecond', ${after?.id}::uuid)`,
          ),
        )
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute(),

    find: (userId: string, id: string) =>
      directory
        .selectFrom('webhooks')
        .select(columns)
        .where('user_id', '=', userId)
        .where('id', '=', id)
        .executeTakeFirst(),

    delete: async (userId: string, id: string): Promise<boolean> => {
      const { numDeletedRows } = await directory
        .deleteFrom('webhooks')
        .where('user_id', '=', userId)
        .where('id', '=', id)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    /** Those of an account that want to hear of this kind of event. */
    listening: (userId: string, event: string) =>
      directory
        .selectFrom('webhooks')
        .select('id')
        .where('user_id', '=', userId)
        .where('active', '=', true)
        .where(sql<boolean>`${event} = ANY (events)`)
        .execute(),

    /** What delivering needs; undefined when it is gone or switched off. @throws {DecryptionError} */
    findForDelivery: async (id: string) => {
      const row = await directory
        .selectFrom('webhooks')
        .select(['user_id', 'url', 'secret'])
        .where('id', '=', id)
        .where('active', '=', true)
        .executeTakeFirst();
      return row && { ...row, secret: encryption.decrypt(row.secret, placeOf(id)) };
    },

    noteSuccess: (id: string) =>
      directory
        .updateTable('webhooks')
        .set({ failures: 0 })
        .where('id', '=', id)
        .where('failures', '>', 0)
        .execute(),

    /** Counts a failure, and switches off what has failed too often in a row. @returns whether this one did. */
    noteFailure: async (id: string, failuresToSwitchOff: number): Promise<boolean> => {
      const row = await directory
        .updateTable('webhooks')
        .set({ failures: sql`failures + 1`, active: sql`failures + 1 < ${failuresToSwitchOff}` })
        .where('id', '=', id)
        .where('active', '=', true)
        .returning('active')
        .executeTakeFirst();
      return row?.active === false;
    },
  };
}
