import { type Kysely, type Selectable, sql } from 'kysely';
import type { Place } from '../cursor.ts';
import type { Databases } from '../shards/databases.ts';
import { listAcross } from '../shards/list-across.ts';
import type { Tables } from './tables.ts';

/** A recording, and its place in lists: microseconds since 1970. */
export type RecordingRow = Selectable<Tables['recordings']> & { readonly at_us: string };
export type RecordingStatus = RecordingRow['status'];

/** What may change of a recording once it has begun. */
export interface RecordingChanges {
  readonly status: RecordingStatus;
  readonly ended_at: Date | null;
  readonly duration_ms: number | null;
  readonly size_bytes: number | null;
  readonly content_type: string | null;
  readonly location: string | null;
  readonly error: string | null;
}

export type RecordingRepository = ReturnType<typeof createRecordingRepository>;

const uniqueViolation = '23505';

/** What is still going on; one of these in a room at a time, by the index recordings_one_at_a_time. */
const running = ['starting', 'recording'] as const;

const select = (database: Kysely<Tables>) =>
  database
    .selectFrom('recordings')
    .selectAll()
    .select(sql<string>`(extract(epoch FROM started_at) * 1000000)::bigint`.as('at_us'));

function pageOf(database: Kysely<Tables>, limit: number, after: Place | undefined) {
  return select(database)
    .$if(after !== undefined, (query) =>
      query.where(
        sql<boolean>`(started_at, id) <
          (timestamptz 'epoch' + ${after?.atUs}::float8 * interval '1 microsecond', ${after?.id}::uuid)`,
      ),
    )
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
}

export function createRecordingRepository(databases: Databases) {
  const inRoom = (roomId: string) => databases.forRoom(roomId);

  return {
    /** @returns undefined when the room is being recorded already. */
    insert: async (recording: { roomId: string; startedBy: string; engine: 'egress' | 'recorder' }) => {
      try {
        return await inRoom(recording.roomId)
          .insertInto('recordings')
          .values({
            room_id: recording.roomId,
            started_by: recording.startedBy,
            engine: recording.engine,
          })
          .returning('id')
          .executeTakeFirstOrThrow();
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === uniqueViolation) return undefined;
        throw error;
      }
    },

    find: (roomId: string, id: string) =>
      select(inRoom(roomId)).where('room_id', '=', roomId).where('id', '=', id).executeTakeFirst(),

    findRunning: (roomId: string) =>
      select(inRoom(roomId)).where('room_id', '=', roomId).where('status', 'in', running).executeTakeFirst(),

    findByEngineId: (roomId: string, engineId: string) =>
      select(inRoom(roomId))
        .where('room_id', '=', roomId)
        .where('engine_id', '=', engineId)
        .executeTakeFirst(),

    listOfRoom: (roomId: string, limit: number, after: Place | undefined) =>
      pageOf(inRoom(roomId), limit, after).where('room_id', '=', roomId).execute(),

    /** What somebody started, in whatever rooms but those they were removed from for good, the latest first. */
    listOfStarter: (userId: string, limit: number, after: Place | undefined) =>
      listAcross<RecordingRow, Place>(
        databases,
        {
          page: (shard, position, size) =>
            pageOf(shard, size, position)
              .where('started_by', '=', userId)
              .where(
                sql<boolean>`NOT EXISTS (SELECT FROM room_participants AS seat
                  WHERE seat.room_id = recordings.room_id AND seat.user_id = ${userId}::uuid AND seat.banned_at IS NOT NULL)`,
              )
              .execute(),
          roomIdOf: (row) => row.room_id,
          positionOf: (row) => ({ atUs: Number(row.at_us), id: row.id }),
          compare: (one, other) => Number(other.at_us) - Number(one.at_us) || (one.id < other.id ? 1 : -1),
        },
        after,
        limit,
      ),

    /** Everything whose engine has not said its last word yet, on all shards. */
    listUnfinished: async () => {
      const rows = await Promise.all(
        databases.all.map((shard) =>
          select(shard)
            .where('status', 'in', [...running, 'processing'])
            .execute(),
        ),
      );
      return rows.flat();
    },

    setEngineId: (roomId: string, id: string, engineId: string) =>
      inRoom(roomId)
        .updateTable('recordings')
        .set({ engine_id: engineId, status: 'recording' })
        .where('id', '=', id)
        .execute(),

    /** Takes a change in, unless somebody else did first. @returns the row, if it was this caller that changed it. */
    change: (roomId: string, id: string, from: RecordingStatus, changes: RecordingChanges) =>
      inRoom(roomId)
        .updateTable('recordings')
        .set(changes)
        .where('id', '=', id)
        .where('status', '=', from)
        .returning('id')
        .executeTakeFirst(),

    delete: async (roomId: string, id: string, url: string): Promise<void> => {
      await inRoom(roomId)
        .transaction()
        .execute(async (transaction) => {
          await transaction.deleteFrom('recordings').where('id', '=', id).execute();
          await transaction
            .updateTable('meeting_history')
            .set({ recording_url: null })
            .where('room_id', '=', roomId)
            .where('recording_url', '=', url)
            .execute();
        });
    },

    /** Notes at the stays during which it ran where a recording is. */
    noteInHistory: (roomId: string, url: string, startedAt: Date, endedAt: Date) =>
      inRoom(roomId)
        .updateTable('meeting_history')
        .set({ recording_url: url })
        .where('room_id', '=', roomId)
        .where('joined_at', '<', endedAt)
        .where((where) => where.or([where('left_at', 'is', null), where('left_at', '>', startedAt)]))
        .execute(),
  };
}
