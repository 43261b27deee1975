import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** A place in a list, newest first. */
export interface TimePosition {
  /** Microseconds since 1970, as PostgreSQL keeps them. */
  readonly atUs: number;
  readonly id: string;
}

export interface NewNotification {
  /** Kebab-case, stable: a client may choose an icon and a link by it. */
  readonly type: string;
  readonly title: string;
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export type NotificationRepository = ReturnType<typeof createNotificationRepository>;

const columns = ['id', 'type', 'title', 'message', 'data', 'is_read', 'created_at'] as const;

export function createNotificationRepository(directory: Kysely<Tables>) {
  return {
    insert: (userId: string, { data, ...notification }: NewNotification, database = directory) =>
      database
        .insertInto('notifications')
        .values({ user_id: userId, ...notification, data: JSON.stringify(data) })
        .returning(columns)
        .executeTakeFirstOrThrow(),

    /** Newest first, after a position. */
    list: (userId: string, unreadOnly: boolean, limit: number, after: TimePosition | undefined) =>
      directory
        .selectFrom('notifications')
        .select(columns)
        .select(sql<string>`(extract(epoch FROM created_at) * 1000000)::bigint`.as('at_us'))
        .where('user_id', '=', userId)
        .$if(unreadOnly, (query) => query.where('is_read', '=', false))
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

    countUnread: async (userId: string): Promise<number> => {
      const { count } = await directory
        .selectFrom('notifications')
        .select(sql<number>`count(*)::int`.as('count'))
        .where('user_id', '=', userId)
        .where('is_read', '=', false)
        .executeTakeFirstOrThrow();
      return count;
    },

    find: (userId: string, id: string) =>
      directory
        .selectFrom('notifications')
        .select(columns)
        .where('user_id', '=', userId)
        .where('id', '=', id)
        .executeTakeFirst(),

    setRead: (userId: string, id: string, isRead: boolean) =>
      directory
        .updateTable('notifications')
        .set({ is_read: isRead })
        .where('user_id', '=', userId)
        .where('id', '=', id)
        .returning(columns)
        .executeTakeFirst(),

    setAllRead: (userId: string) =>
      directory
        .updateTable('notifications')
        .set({ is_read: true })
        .where('user_id', '=', userId)
        .where('is_read', '=', false)
        .execute(),
  };
}
