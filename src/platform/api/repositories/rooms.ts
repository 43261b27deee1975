import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

export interface NewRoom {
  readonly hostId: string;
  readonly name: string;
  readonly description: string | null;
  readonly maxUsers: number;
  readonly passwordHash: string | null;
}

export type RoomRepository = ReturnType<typeof createRoomRepository>;

const columns = [
  'id',
  'name',
  'description',
  'host_id',
  'max_users',
  'password',
  'status',
  'created_at',
  'ended_at',
] as const;

export function createRoomRepository(database: Kysely<Tables>) {
  return {
    insert: (room: NewRoom) =>
      database
        .insertInto('rooms')
        .values({
          host_id: room.hostId,
          name: room.name,
          description: room.description,
          max_users: room.maxUsers,
          password: room.passwordHash,
        })
        .returning(columns)
        .executeTakeFirstOrThrow(),

    find: (roomId: string) =>
      database.selectFrom('rooms').select(columns).where('id', '=', roomId).executeTakeFirst(),

    /** What joining must know before it takes a seat, about the room and about who enters, in one statement. */
    findForEntry: (roomId: string, userId: string) =>
      database
        .selectFrom('rooms')
        .innerJoin('users', (join) => join.on('users.id', '=', userId))
        .select([
          'rooms.password',
          'rooms.host_id',
          'users.status as user_status',
          sql<string>`concat_ws(' ', users.first_name, users.last_name)`.as('user_name'),
        ])
        .where('rooms.id', '=', roomId)
        .executeTakeFirst(),

    /** Ends the meeting for good and gives every seat back. Ending an ended room changes nothing. */
    end: async (roomId: string) => {
      await database.transaction().execute(async (transaction) => {
        // The row is locked first: a join that waits for it then finds the room ended.
        await transaction
          .updateTable('rooms')
          .set({ status: 'ended', ended_at: sql`now()`, updated_at: sql`now()` })
          .where('id', '=', roomId)
          .where('status', '=', 'active')
          .execute();
        await sql`SELECT leave_room(${roomId}::uuid)`.execute(transaction);
      });
    },
  };
}
