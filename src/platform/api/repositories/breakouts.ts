import { sql } from 'kysely';
import type { Databases } from '../shards/databases.ts';
import { participantCount, roomColumns } from './rooms.ts';

export interface NewBreakout {
  readonly id: string;
  readonly name: string;
  readonly assigned: readonly string[];
}

export interface Assignment {
  readonly userId: string;
  readonly breakoutRoomId: string;
}

export type BreakoutRepository = ReturnType<typeof createBreakoutRepository>;

export function createBreakoutRepository(databases: Databases) {
  return {
    /**
     * Opens breakout rooms and sends people to them, in place of what was open before.
     * @returns whether it did: the parent must be a room of its own, going on, without open breakout rooms.
     */
    open: (parentId: string, rooms: readonly NewBreakout[]): Promise<boolean> =>
      databases
        .forRoom(parentId)
        .transaction()
        .execute(async (transaction) => {
          const parent = await transaction
            .selectFrom('rooms')
            .select(['host_id', 'max_users'])
            .where('id', '=', parentId)
            .where('status', '=', 'active')
            .where('parent_room_id', 'is', null)
            .where(
              sql<boolean>`NOT EXISTS (SELECT FROM rooms AS child
                WHERE child.parent_room_id = rooms.id AND child.status = 'active')`,
            )
            .forNoKeyUpdate()
            .executeTakeFirst();
          if (!parent) return false;
          await transaction
            .insertInto('rooms')
            .values(
              rooms.map(({ id, name }) => ({
                id,
                name,
                description: null,
                host_id: parent.host_id,
                max_users: parent.max_users,
                password: null,
                parent_room_id: parentId,
              })),
            )
            .execute();
          await transaction
            .deleteFrom('breakout_assignments')
            .where('parent_room_id', '=', parentId)
            .execute();
          const rows = rooms.flatMap(({ id, assigned }) =>
            assigned.map((userId) => ({ parent_room_id: parentId, user_id: userId, breakout_room_id: id })),
          );
          if (rows.length > 0) await transaction.insertInto('breakout_assignments').values(rows).execute();
          return true;
        }),

    /** The open breakout rooms of a room, in the order they were named. */
    list: (parentId: string) =>
      databases
        .forRoom(parentId)
        .selectFrom('rooms')
        .select([
          ...roomColumns,
          participantCount,
          sql<string[]>`ARRAY(SELECT assigned.user_id::text FROM breakout_assignments AS assigned
            WHERE assigned.breakout_room_id = rooms.id ORDER BY assigned.created_at, assigned.user_id)`.as(
            'assigned',
          ),
        ])
        .where('parent_room_id', '=', parentId)
        .where('status', '=', 'active')
        .orderBy('name')
        .orderBy('id')
        .execute(),

    /**
     * Sends people to other breakout rooms, or back (null). Only those who have been in the parent can be sent: an assignment
     * lets them in.
     * @returns why nothing was done, if so.
     */
    assign: (
      parentId: string,
      changes: readonly { userId: string; breakoutRoomId: string | null }[],
    ): Promise<'assigned' | 'unknown-room' | 'unknown-person'> =>
      databases
        .forRoom(parentId)
        .transaction()
        .execute(async (transaction) => {
          const rows = changes.flatMap(({ userId, breakoutRoomId }) =>
            breakoutRoomId === null
              ? []
              : [{ parent_room_id: parentId, user_id: userId, breakout_room_id: breakoutRoomId }],
          );
          const open = await transaction
            .selectFrom('rooms')
            .select('id')
            .where('parent_room_id', '=', parentId)
            .where('status', '=', 'active')
            .execute();
          const known = new Set(open.map(({ id }) => id));
          if (rows.some((row) => !known.has(row.breakout_room_id))) return 'unknown-room';
          const people = changes.map(({ userId }) => userId);
          const seats = await transaction
            .selectFrom('room_participants')
            .select('user_id')
            .where('room_id', '=', parentId)
            .where('user_id', 'in', people)
            .where('banned_at', 'is', null)
            .execute();
          if (seats.length < people.length) return 'unknown-person';
          await transaction
            .deleteFrom('breakout_assignments')
            .where('parent_room_id', '=', parentId)
            .where('user_id', 'in', people)
            .execute();
          if (rows.length > 0) await transaction.insertInto('breakout_assignments').values(rows).execute();
          return 'assigned';
        }),

    /** Who is to be in which open breakout room. */
    assignments: async (parentId: string): Promise<Assignment[]> =>
      databases
        .forRoom(parentId)
        .selectFrom('breakout_assignments as assigned')
        .innerJoin('rooms', 'rooms.id', 'assigned.breakout_room_id')
        .select(['assigned.user_id as userId', 'assigned.breakout_room_id as breakoutRoomId'])
        .where('assigned.parent_room_id', '=', parentId)
        .where('rooms.status', '=', 'active')
        .execute(),

    /** The breakout rooms of a room that someone is in. */
    openRoomsOf: async (parentId: string, userId: string): Promise<string[]> => {
      const rows = await databases
        .forRoom(parentId)
        .selectFrom('rooms')
        .innerJoin('room_participants as seat', 'seat.room_id', 'rooms.id')
        .select('rooms.id')
        .where('rooms.parent_room_id', '=', parentId)
        .where('seat.user_id', '=', userId)
        .where('seat.left_at', 'is', null)
        .execute();
      return rows.map(({ id }) => id);
    },

    /** Closes all breakout rooms of a room. Their people may come back past its lock. @returns the rooms that were open. */
    close: (parentId: string): Promise<string[]> =>
      databases
        .forRoom(parentId)
        .transaction()
        .execute(async (transaction) => {
          const closed = await transaction
            .updateTable('rooms')
            .set({ status: 'ended', ended_at: sql`now()`, updated_at: sql`now()` })
            .where('parent_room_id', '=', parentId)
            .where('status', '=', 'active')
            .returning('id')
            .execute();
          for (const { id } of closed) await sql`SELECT leave_room(${id}::uuid)`.execute(transaction);
          return closed.map(({ id }) => id);
        }),
  };
}
