import { createHash, randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Encryption } from '../encryption.ts';
import type { Tables } from './tables.ts';

/** What a browser's PushSubscription is, as its `toJSON` says it. */
export interface PushSubscription {
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

export type PushSubscriptionRepository = ReturnType<typeof createPushSubscriptionRepository>;

/** Of one account. */
const mostBrowsers = 20;

const placeOf = (rowId: string) => ({ column: 'push_subscriptions.subscription', rowId });

/** Subscriptions are encrypted: whoever has one can write to that browser. */
export function createPushSubscriptionRepository(directory: Kysely<Tables>, encryption: Encryption) {
  return {
    /**
     * A browser that subscribes again, perhaps for another account, replaces what it had; the oldest of an account that has too
     * many goes: browsers that were thrown away never say so, and each is written to for each notification. @returns the id.
     */
    save: async (userId: string, subscription: PushSubscription): Promise<string> => {
      const digest = createHash('sha256').update(subscription.endpoint).digest('hex');
      const id = randomUUID();
      return directory.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('push_subscriptions').where('endpoint_digest', '=', digest).execute();
        await transaction
          .insertInto('push_subscriptions')
          .values({
            id,
            user_id: userId,
            endpoint_digest: digest,
            subscription: encryption.encrypt(JSON.stringify(subscription), placeOf(id)),
          })
          .execute();
        await transaction
          .deleteFrom('push_subscriptions')
          .where('id', 'in', (select) =>
            select
              .selectFrom('push_subscriptions as kept')
              .select('kept.id')
              .where('kept.user_id', '=', userId)
              .orderBy('kept.created_at', 'desc')
              .offset(mostBrowsers),
          )
          .execute();
        return id;
      });
    },

    idsOf: async (userId: string, database: Kysely<Tables> = directory): Promise<string[]> => {
      const rows = await database
        .selectFrom('push_subscriptions')
        .select('id')
        .where('user_id', '=', userId)
        .execute();
      return rows.map(({ id }) => id);
    },

    /** @throws {DecryptionError} */
    find: async (id: string): Promise<PushSubscription | undefined> => {
      const row = await directory
        .selectFrom('push_subscriptions')
        .select('subscription')
        .where('id', '=', id)
        .executeTakeFirst();
      return row && JSON.parse(encryption.decrypt(row.subscription, placeOf(id)));
    },

    /** @param userId only if it is theirs. @returns whether there was one. */
    delete: async (id: string, userId?: string): Promise<boolean> => {
      const { numDeletedRows } = await directory
        .deleteFrom('push_subscriptions')
        .where('id', '=', id)
        .$if(userId !== undefined, (query) => query.where('user_id', '=', userId ?? ''))
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}
