import { type Kysely, sql } from 'kysely';
import type { Place } from '../cursor.ts';
import type { Databases } from '../shards/databases.ts';
import { listAcross } from '../shards/list-across.ts';
import { participantCount, roomColumns } from './rooms.ts';
import type { Tables } from './tables.ts';

/** Which rooms of an account: hosted, invited to, still to come, been in. */
export type RoomFilter = 'mine' | 'invited' | 'upcoming' | 'past';

export type RoomListRepository = ReturnType<typeof createRoomListRepository>;

const invitedTo = (userId: string) => sql<boolean>`EXISTS (SELECT FROM room_invitations AS invitation
  WHERE invitation.room_id = rooms.id AND invitation.user_id = ${userId}::uuid)`;

/** A meeting without an end is taken to last an hour: until then it is listed as one to come. */
const notOver = sql<boolean>`coalesce(rooms.ends_at, rooms.scheduled_at + interval '1 hour') > now()`;

/**
 * Rooms that can still be used, then those that are over, the newest first in each half. A cursor is one moment and an id, so
 * the open ones are moved on by a century: 1.8 + 3.2 = 5.0 · 10^15 µs, which a JavaScript number (9.0 · 10^15) still holds.
 */
const openFirst = sql`(rooms.created_at + CASE rooms.status WHEN 'active' THEN interval '100 years' ELSE interval '0' END)`;

/** What each list is ordered by, and which rooms are in it. */
const lists = {
  mine: { by: openFirst, ascending: false },
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
    list: (filter: RoomFilter, userId: string, limit: number, after: Place | undefined) => {
      const sign = lists[filter].ascending ? 1 : -1;
      type Row = Awaited<ReturnType<typeof listOn>>[number];
      return listAcross<Row, Place>(
        databases,
        {
          page: (shard, position, size) => listOn(shard, filter, userId, size, position),
          roomIdOf: (row) => row.id,
          positionOf: (row) => ({ atUs: Number(row.at_us), id: row.id }),
          // Ids compare as text as they do as UUIDs.
          compare: (one, other) =>
            sign * (Number(one.at_us) - Number(other.at_us) || (one.id < other.id ? -1 : 1)),
        },
        after,
        limit,
      );
    },
  };
}
