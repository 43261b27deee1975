import { type Kysely, sql } from 'kysely';
import type { Place } from '../cursor.ts';
import type { Databases } from '../shards/databases.ts';
import { participantCount, roomColumns } from './rooms.ts';
import type { Tables } from './tables.ts';

/** Which rooms of an account: hosted, invited to, still to come, been in. */
export type RoomFilter = 'mine' | 'invited' | 'upcoming' | 'past';

export type RoomListRepository = ReturnType<typeof createRoomListRepository>;

const invitedTo = (userId: string) => sql<boolean>`EXISTS (SELECT FROM room_invitations AS invitation
  WHERE invitation.room_id = rooms.id AND invitation.user_id = ${userId}::uuid)`;

/** A meeting without an end is taken to last an hour: until then it is listed as one to come. */
const notOver = sql<boolean>`coalesce(rooms.ends_at, rooms.scheduled_at + interval '1 hour') > now()`;

/** What each list is ordered by, and which rooms are in it. */
const lists = {
  mine: { by: sql`rooms.created_at`, ascending: false },
  invited: { by: sql`rooms.created_at`, ascending: false },
  upcoming: { by: sql`rooms.scheduled_at`, ascending: true },
  past: { by: sql`seat.left_at`, ascending: false },
} as const;

function belongs(filter: RoomFilter, userId: string) {
  const owned = sql<boolean>`rooms.host_id = ${userId}::uuid`;
  switch (filter) {
    case 'mine':
      return sql<boolean>`${owned} AND rooms.parent_room_id IS NULL`;
    case 'invited':
      return sql<boolean>`rooms.status = 'active' AND NOT ${owned} AND ${invitedTo(userId)}`;
    case 'upcoming':
      // A union, because "mine or invited to" would look through the coming meetings of everybody.
      return sql<boolean>`rooms.status = 'active' AND rooms.scheduled_at IS NOT NULL AND ${notOver} AND rooms.id IN (
        SELECT id FROM rooms AS hosted WHERE hosted.host_id = ${userId}::uuid
        UNION SELECT room_id FROM room_invitations WHERE user_id = ${userId}::uuid)`;
    case 'past':
      return sql<boolean>`seat.left_at IS NOT NULL AND seat.banned_at IS NULL AND rooms.parent_room_id IS NULL`;
  }
}

export function createRoomListRepository(databases: Databases) {
  const listOn = (
    shard: Kysely<Tables>,
    filter: RoomFilter,
    userId: string,
    limit: number,
    after?: Place,
  ) => {
    const { by, ascending } = lists[filter];
    const direction = ascending ? 'asc' : 'desc';
    const beyond = ascending ? sql`>` : sql`<`;
    return (
      shard
        .selectFrom('rooms')
        // A person has one seat in a room, so a room comes once.
        .leftJoin('room_participants as seat', (join) =>
          join.onRef('seat.room_id', '=', 'rooms.id').on('seat.user_id', '=', userId),
        )
        .select(roomColumns.map((column) => `rooms.${column}` as const))
        .select([participantCount, sql<string>`(extract(epoch FROM ${by}) * 1000000)::bigint`.as('at_us')])
        .where(belongs(filter, userId))
        .$if(after !== undefined, (query) =>
          query.where(
            sql<boolean>`(${by}, rooms.id) ${beyond}
              (timestamptz 'epoch' + ${after?.atUs}::float8 * interval '1 microsecond', ${after?.id}::uuid)`,
          ),
        )
        .orderBy(by, direction)
        .orderBy('rooms.id', direction)
        .limit(limit)
        .execute()
    );
  };

  return {
    /** The rooms of an account after a position, from all shards in one order. */
    list: async (filter: RoomFilter, userId: string, limit: number, after: Place | undefined) => {
      const pages = await Promise.all(
        databases.all.map((shard) => listOn(shard, filter, userId, limit, after)),
      );
      const sign = lists[filter].ascending ? 1 : -1;
      // Each shard gave its first rows in order; the first of all are among them. Ids compare as text as they do as UUIDs.
      return pages
        .flat()
        .sort((a, b) => sign * (Number(a.at_us) - Number(b.at_us) || (a.id < b.id ? -1 : 1)))
        .slice(0, limit);
    },
  };
}
