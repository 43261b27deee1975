import { sql } from 'kysely';
import type { Place } from '../cursor.ts';
import type { Databases } from '../shards/databases.ts';

export type MeetingHistoryRepository = ReturnType<typeof createMeetingHistoryRepository>;

export function createMeetingHistoryRepository(databases: Databases) {
  return {
    /** The stays in a room, the latest first, after a position. */
    list: (roomId: string, limit: number, after: Place | undefined) =>
      databases
        .forRoom(roomId)
        .selectFrom('meeting_history as stay')
        .innerJoin('room_participants as seat', (join) =>
          join.onRef('seat.room_id', '=', 'stay.room_id').onRef('seat.user_id', '=', 'stay.user_id'),
        )
        .select([
          'stay.id',
          'stay.user_id',
          'seat.display_name',
          'stay.joined_at',
          'stay.left_at',
          'stay.duration',
          'stay.recording_url',
          sql<string>`(extract(epoch FROM stay.joined_at) * 1000000)::bigint`.as('at_us'),
        ])
        .where('stay.room_id', '=', roomId)
        .$if(after !== undefined, (query) =>
          query.where(
            sql<boolean>`(stay.joined_at, stay.id) <
              (timestamptz 'epoch' + ${after?.atUs}::float8 * interval '1 microsecond', ${after?.id}::uuid)`,
          ),
        )
        .orderBy('stay.joined_at', 'desc')
        .orderBy('stay.id', 'desc')
        .limit(limit)
        .execute(),
  };
}
