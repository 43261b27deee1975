import { sql } from 'kysely';
import type { Place } from '../cursor.ts';
import type { Databases } from '../shards/databases.ts';

export type WaitingRepository = ReturnType<typeof createWaitingRepository>;

/** Who asked to be let into a room. An admission holds until the meeting ends or a moderator removes the person. */
export function createWaitingRepository(databases: Databases) {
  /** @param userId one person, or everybody who waits. @returns those for whom that is news. */
  async function decide(
    roomId: string,
    decision: 'admitted' | 'denied',
    decidedBy: string,
    userId?: string,
  ): Promise<string[]> {
    const rows = await databases
      .forRoom(roomId)
      .updateTable('room_waiting')
      .set({ status: decision, decided_at: sql`now()`, decided_by: decidedBy })
      .where('room_id', '=', roomId)
      // A person who was denied may be let in after all; in a wholesale admission they are not meant.
      .$if(userId === undefined, (query) => query.where('status', '=', 'waiting'))
      .$if(userId !== undefined, (query) => query.where('user_id', '=', userId ?? ''))
      .returning('user_id')
      .execute();
    return rows.map((row) => row.user_id);
  }

  return {
    admit: (roomId: string, decidedBy: string, userId?: string) =>
      decide(roomId, 'admitted', decidedBy, userId),
    deny: (roomId: string, decidedBy: string, userId: string) => decide(roomId, 'denied', decidedBy, userId),

    count: async (roomId: string): Promise<number> => {
      const { count } = await databases
        .forRoom(roomId)
        .selectFrom('room_waiting')
        .select(sql<number>`count(*)::int`.as('count'))
        .where('room_id', '=', roomId)
        .where('status', '=', 'waiting')
        .executeTakeFirstOrThrow();
      return count;
    },

    /** Those who wait, the longest first, after a position. */
    list: (roomId: string, limit: number, after: Place | undefined) =>
      databases
        .forRoom(roomId)
        .selectFrom('room_waiting')
        .select([
          'user_id as id',
          'display_name',
          'requested_at',
          sql<string>`(extract(epoch FROM requested_at) * 1000000)::bigint`.as('at_us'),
        ])
        .where('room_id', '=', roomId)
        .where('status', '=', 'waiting')
        .$if(after !== undefined, (query) =>
          query.where(
            sql<boolean>`(requested_at, user_id) >
              (timestamptz 'epoch' + ${after?.atUs}::float8 * interval '1 microsecond', ${after?.id}::uuid)`,
          ),
        )
        .orderBy('requested_at')
        .orderBy('user_id')
        .limit(limit)
        .execute(),
  };
}
