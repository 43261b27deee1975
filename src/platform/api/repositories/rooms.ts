import { randomUUID } from 'node:crypto';
import { sql, type Updateable } from 'kysely';
import type { SettingChanges } from '../rooms/room-settings.ts';
import type { Databases } from '../shards/databases.ts';
import { toSettingRows } from './room-settings.ts';
import type { Tables } from './tables.ts';

export interface NewRoom {
  /** Ids are random and say where a room lives, so the room of a given id is made by whoever chose it. */
  readonly id?: string;
  readonly hostId: string;
  readonly name: string;
  readonly description: string | null;
  readonly maxUsers: number;
  readonly passwordHash: string | null;
  readonly scheduledAt?: Date | null;
  readonly endsAt?: Date | null;
  readonly persistent?: boolean;
  readonly settings?: SettingChanges;
}

export type RoomChanges = Pick<
  Updateable<Tables['rooms']>,
  'name' | 'description' | 'max_users' | 'password' | 'scheduled_at' | 'ends_at' | 'persistent'
>;

export type RoomRepository = ReturnType<typeof createRoomRepository>;

export const roomColumns = [
  'id',
  'name',
  'description',
  'host_id',
  'max_users',
  'password',
  'status',
  'persistent',
  'parent_room_id',
  'scheduled_at',
  'ends_at',
  'created_at',
  'ended_at',
] as const;

/** How many are in the room of the row, for a query over `rooms`. */
export const participantCount = sql<number>`(SELECT count(*)::int FROM room_participants AS present
  WHERE present.room_id = rooms.id AND present.left_at IS NULL)`.as('participant_count');

export function createRoomRepository(databases: Databases) {
  return {
    insert: (room: NewRoom) => {
      const id = room.id ?? randomUUID();
      const settings = toSettingRows(id, room.settings ?? {});
      return databases
        .forRoom(id)
        .transaction()
        .execute(async (transaction) => {
          const created = await transaction
            .insertInto('rooms')
            .values({
              id,
              host_id: room.hostId,
              name: room.name,
              description: room.description,
              max_users: room.maxUsers,
              password: room.passwordHash,
              scheduled_at: room.scheduledAt ?? null,
              ends_at: room.endsAt ?? null,
              persistent: room.persistent ?? false,
            })
            .returning(roomColumns)
            .executeTakeFirstOrThrow();
          if (settings.length > 0) await transaction.insertInto('room_settings').values(settings).execute();
          return created;
        });
    },

    find: (roomId: string) =>
      databases
        .forRoom(roomId)
        .selectFrom('rooms')
        .select([...roomColumns, participantCount])
        .where('id', '=', roomId)
        .executeTakeFirst(),

    /** @returns the room as it is now, or undefined if it is over or gone. */
    update: (roomId: string, changes: RoomChanges) =>
      databases
        .forRoom(roomId)
        .updateTable('rooms')
        .set({ ...changes, updated_at: sql`now()` })
        .where('id', '=', roomId)
        .where('status', '=', 'active')
        .returning(roomColumns)
        .executeTakeFirst(),

    /** Whether there are recordings of the room or of its breakout rooms. */
    hasRecordings: async (roomId: string): Promise<boolean> => {
      const found = await databases
        .forRoom(roomId)
        .selectFrom('recordings')
        .innerJoin('rooms', 'rooms.id', 'recordings.room_id')
        .select('recordings.id')
        .where((where) =>
          where.or([where('rooms.id', '=', roomId), where('rooms.parent_room_id', '=', roomId)]),
        )
        .limit(1)
        .executeTakeFirst();
      return found !== undefined;
    },

    /** Removes the room and all that belongs to it. */
    delete: async (roomId: string): Promise<void> => {
      await databases.forRoom(roomId).deleteFrom('rooms').where('id', '=', roomId).execute();
    },

    /**
     * Ends the meeting and those of its breakout rooms, and gives every seat back. The room itself is over too, unless it is
     * persistent. Ending an ended room changes nothing.
     * @returns the rooms whose meetings are over, the asked one first.
     */
    end: (roomId: string): Promise<string[]> =>
      databases
        .forRoom(roomId)
        .transaction()
        .execute(async (transaction) => {
          // The rows are locked first: a join that waits for them then finds the room ended.
          const children = await transaction
            .updateTable('rooms')
            .set({ status: 'ended', ended_at: sql`now()`, updated_at: sql`now()` })
            .where('parent_room_id', '=', roomId)
            .where('status', '=', 'active')
            .returning('id')
            .execute();
          await transaction
            .updateTable('rooms')
            .set({
              status: sql`CASE WHEN persistent THEN status ELSE 'ended' END`,
              ended_at: sql`CASE WHEN persistent THEN ended_at ELSE now() END`,
              updated_at: sql`now()`,
            })
            .where('id', '=', roomId)
            .where('status', '=', 'active')
            .execute();
          const over = [roomId, ...children.map(({ id }) => id)];
          for (const id of over) await sql`SELECT leave_room(${id}::uuid)`.execute(transaction);
          await transaction.deleteFrom('room_waiting').where('room_id', '=', roomId).execute();
          await transaction.deleteFrom('breakout_assignments').where('parent_room_id', '=', roomId).execute();
          return over;
        }),
  };
}
