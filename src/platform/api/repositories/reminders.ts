import { type Kysely, sql } from 'kysely';
import type { Databases } from '../shards/databases.ts';
import type { Tables } from './tables.ts';

/** Somebody who should be told that a meeting starts soon. */
export interface Reminder {
  readonly roomId: string;
  readonly roomName: string;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly userId: string;
}

export const reminderType = 'meeting-reminder';

export type ReminderRepository = ReturnType<typeof createReminderRepository>;

export function createReminderRepository(databases: Databases) {
  return {
    /** The host and the invited of each meeting that starts within the time, on all shards. */
    due: async (withinMinutes: number): Promise<Reminder[]> => {
      const lists = await Promise.all(
        databases.all.map((shard) =>
          sql<Reminder>`
            SELECT rooms.id AS "roomId", rooms.name AS "roomName", rooms.scheduled_at AS "startsAt",
              rooms.ends_at AS "endsAt", whom.user_id AS "userId"
            FROM rooms CROSS JOIN LATERAL (
              SELECT rooms.host_id AS user_id
              UNION SELECT user_id FROM room_invitations WHERE room_id = rooms.id AND user_id IS NOT NULL
            ) AS whom
            WHERE rooms.status = 'active' AND rooms.scheduled_at > now()
              AND rooms.scheduled_at <= now() + make_interval(mins => ${withinMinutes})`.execute(shard),
        ),
      );
      return lists.flatMap(({ rows }) => rows);
    },

    /** Takes the turn of reminding for a transaction in the directory. @returns whether no other process has it. */
    takeTurn: async (transaction: Kysely<Tables>): Promise<boolean> => {
      const { rows } = await sql<{ taken: boolean }>`
        SELECT pg_try_advisory_xact_lock(hashtext(${reminderType})) AS taken`.execute(transaction);
      return rows[0]?.taken ?? false;
    },

    /** Whether this person was reminded of the meeting at this time; at another time they are reminded anew. */
    wasSent: async (
      { userId, roomId, startsAt }: Reminder,
      transaction: Kysely<Tables>,
    ): Promise<boolean> => {
      const row = await transaction
        .selectFrom('notifications')
        .select('id')
        .where('user_id', '=', userId)
        .where('type', '=', reminderType)
        .where(sql<boolean>`data @> ${JSON.stringify({ roomId, startsAt: startsAt.toISOString() })}::jsonb`)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
