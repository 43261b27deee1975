import { type Kysely, sql } from 'kysely';
import type { PutOut } from '../realtime/seat-watch.ts';
import { readRoomSettings } from '../rooms/room-settings.ts';
import type { Databases } from '../shards/databases.ts';
import type { Tables } from './tables.ts';

/** What workers with sockets ask about rooms and about the sessions behind the sockets. */
export function createLiveRoomRepository(databases: Databases) {
  return {
    /** Where a room stands when a worker begins to hear it. */
    look: async (roomId: string) => {
      const row = await databases
        .forRoom(roomId)
        .selectFrom('rooms')
        .select([
          sql<string>`coalesce((SELECT last_sequence FROM room_sequences WHERE room_id = rooms.id), 0)`.as(
            'last',
          ),
          sql<Record<string, unknown> | null>`(SELECT jsonb_object_agg(setting_key, setting_value)
            FROM room_settings WHERE room_id = rooms.id)`.as('settings'),
          sql<boolean>`EXISTS (SELECT FROM recordings
            WHERE room_id = rooms.id AND status IN ('starting', 'recording'))`.as('recording'),
        ])
        .where('id', '=', roomId)
        .executeTakeFirst();
      return {
        lastSequence: Number(row?.last ?? 0),
        settings: readRoomSettings(row?.settings ?? {}),
        recording: row?.recording ?? false,
      };
    },

    /** What became of somebody's wish to be let in; undefined if they had none. */
    findWaiting: async (roomId: string, userId: string) => {
      const row = await databases
        .forRoom(roomId)
        .selectFrom('room_waiting')
        .select('status')
        .where('room_id', '=', roomId)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return row?.status;
    },

    /** The rooms that someone is in, on all shards. */
    roomsOf: async (userId: string): Promise<string[]> => {
      const lists = await Promise.all(
        databases.all.map((shard) =>
          shard
            .selectFrom('room_participants')
            .select('room_id')
            .where('user_id', '=', userId)
            .where('left_at', 'is', null)
            .execute(),
        ),
      );
      return [...new Set(lists.flat().map((row) => row.room_id))];
    },

    /** Of some rooms: who was removed for good, and, without a person, those whose meeting is over or that are gone. */
    findPutOut: async (roomIds: readonly string[]): Promise<PutOut[]> => {
      const byDatabase = Map.groupBy(roomIds, (roomId) => databases.forRoom(roomId));
      const found = await Promise.all(
        [...byDatabase].map(([database, ids]) =>
          sql<PutOut>`
            SELECT room_id AS "roomId", user_id AS "userId" FROM room_participants
            WHERE room_id = ANY(${ids}::uuid[]) AND banned_at IS NOT NULL
            UNION ALL
            SELECT asked.id, NULL FROM unnest(${ids}::uuid[]) AS asked (id) LEFT JOIN rooms ON rooms.id = asked.id
            WHERE rooms.status IS DISTINCT FROM 'active'`.execute(database),
        ),
      );
      return found.flatMap(({ rows }) => rows);
    },

    findRunningRecording: async (roomId: string) => {
      const row = await databases
        .forRoom(roomId)
        .selectFrom('recordings')
        .select('id')
        .where('room_id', '=', roomId)
        .where('status', 'in', ['starting', 'recording'])
        .executeTakeFirst();
      return row?.id;
    },

    /** Those of some sessions that are over, or whose account is not active. A session that is not known counts by its account. */
    findEndedSessions: (sessions: readonly { userId: string; sessionId: string }[]): Promise<Set<string>> =>
      findEnded(databases.directory, sessions),
  };
}

export type LiveRoomRepository = ReturnType<typeof createLiveRoomRepository>;

async function findEnded(
  directory: Kysely<Tables>,
  sessions: readonly { userId: string; sessionId: string }[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT asked.session_id AS id
    FROM unnest(${sessions.map(({ userId }) => userId)}::uuid[],
      ${sessions.map(({ sessionId }) => sessionId)}::uuid[]) AS asked (user_id, session_id)
    LEFT JOIN users ON users.id = asked.user_id
    LEFT JOIN user_sessions AS session ON session.id = asked.session_id
    WHERE users.status IS DISTINCT FROM 'active' OR session.revoked_at IS NOT NULL OR session.expires_at <= now()`.execute(
    directory,
  );
  return new Set(rows.map(({ id }) => id));
}
