import { sql } from 'kysely';
import type { Place } from '../cursor.ts';
import type { Role } from '../permissions.ts';
import type { Databases } from '../shards/databases.ts';

/** What joining says of the room beside its outcome; see migrations/0005-entering-a-room.sql. */
interface EnteredRoom {
  readonly hostId: string;
  readonly seats: number;
  /** Stored settings by key, for rooms/room-settings.ts. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface Seat extends EnteredRoom {
  readonly outcome: 'joined' | 'present';
  readonly participantId: string;
  readonly role: Role;
  readonly joinedAt: Date;
  readonly seatsUsed: number;
}

type Refusal = 'full' | 'ended' | 'missing' | 'banned' | 'locked' | 'denied' | 'not-invited';

/** The outcome of asking for a seat. */
export type Entry =
  | Seat
  | (EnteredRoom & { readonly outcome: 'waiting' })
  /** The room has a password: this is its hash. */
  | { readonly outcome: 'password'; readonly roomPassword: string }
  | { readonly outcome: Refusal };

/** The outcome of a report that someone's media is there. */
type MediaEntry = 'present' | 'reopened' | 'full' | 'ended' | 'barred' | 'unknown';

/** A room and its breakout rooms, those that are over as well: for a condition on the column of a room's id. */
export const withBreakouts = (roomId: string) =>
  sql<string>`(SELECT id FROM rooms WHERE id = ${roomId}::uuid OR parent_room_id = ${roomId}::uuid)`;

export type ParticipantRepository = ReturnType<typeof createParticipantRepository>;

export function createParticipantRepository(databases: Databases) {
  return {
    /** @param knownPassword the hash that the password of this person was checked against. */
    join: async (
      roomId: string,
      person: { readonly userId: string; readonly name: string },
      knownPassword: string | null,
    ): Promise<Entry> => {
      const { rows } = await sql<Entry>`
        SELECT outcome, participant_id AS "participantId", participant_role AS role, joined AS "joinedAt",
          room_password AS "roomPassword", host AS "hostId", seats, seats_used AS "seatsUsed", settings
        FROM join_room(${roomId}::uuid, ${person.userId}::uuid, ${person.name}, ${knownPassword})`.execute(
        databases.forRoom(roomId),
      );
      const [entry] = rows;
      if (!entry) throw new Error('join_room returned no row');
      return entry;
    },

    /** @returns whether the user was in the room. */
    leave: async (roomId: string, userId: string): Promise<boolean> => {
      const { rows } = await sql`SELECT leave_room(${roomId}::uuid, ${userId}::uuid)`.execute(
        databases.forRoom(roomId),
      );
      return rows.length > 0;
    },

    /** @returns the users who were in the room and took their seat before `until`. */
    leaveAll: async (roomId: string, until: Date): Promise<string[]> => {
      const { rows } = await sql<{ id: string }>`
        SELECT leave_room(${roomId}::uuid, NULL, ${until}) AS id`.execute(databases.forRoom(roomId));
      return rows.map((row) => row.id);
    },

    /** Takes in that the media server has a connection of the user. @returns what that makes of them in the room. */
    mediaJoined: async (roomId: string, userId: string, session: string): Promise<MediaEntry> => {
      const { rows } = await sql<{ outcome: MediaEntry }>`
        SELECT media_joined(${roomId}::uuid, ${userId}::uuid, ${session}) AS outcome`.execute(
        databases.forRoom(roomId),
      );
      const [entry] = rows;
      if (!entry) throw new Error('media_joined returned no row');
      return entry.outcome;
    },

    /**
     * Takes in that a connection of the user has ended.
     * @param began when it had begun; one that is older than the seat ends nothing.
     * @returns whether the report made the user absent.
     */
    mediaLeft: async (roomId: string, userId: string, session: string, began: Date): Promise<boolean> => {
      const { rows } = await sql`
        SELECT media_left(${roomId}::uuid, ${userId}::uuid, ${session}, ${began})`.execute(
        databases.forRoom(roomId),
      );
      return rows.length > 0;
    },

    /** A room as it concerns one account: what they are to it, and how many are in it. */
    findStanding: (roomId: string, userId: string) =>
      databases
        .forRoom(roomId)
        .selectFrom('rooms')
        .leftJoin('room_participants as seat', (join) =>
          join.onRef('seat.room_id', '=', 'rooms.id').on('seat.user_id', '=', userId),
        )
        .select((select) => [
          'rooms.status',
          'rooms.parent_room_id',
          sql<boolean>`rooms.host_id = ${userId}::uuid`.as('owner'),
          sql<string | null>`CASE WHEN seat.left_at IS NULL THEN seat.id END`.as('participant_id'),
          // Whoever has gone to a breakout room of it keeps their role, though media and so the seat have moved.
          sql<Role | null>`CASE WHEN seat.banned_at IS NULL AND (seat.left_at IS NULL OR EXISTS (
              SELECT FROM rooms AS child JOIN room_participants AS gone ON gone.room_id = child.id
              WHERE child.parent_room_id = rooms.id AND gone.user_id = seat.user_id AND gone.left_at IS NULL))
            THEN seat.role END`.as('role'),
          sql<boolean>`seat.id IS NOT NULL AND seat.banned_at IS NULL`.as('former'),
          sql<boolean>`seat.banned_at IS NOT NULL`.as('banned'),
          sql<string | null>`seat.display_name`.as('display_name'),
          // Into a breakout room its parent's moderators are as good as invited, and whoever was sent there.
          sql<boolean>`CASE WHEN rooms.parent_room_id IS NULL
            THEN EXISTS (SELECT FROM room_invitations AS invitation
              WHERE invitation.room_id = rooms.id AND invitation.user_id = ${userId}::uuid)
            ELSE EXISTS (SELECT FROM breakout_assignments AS assigned
                WHERE assigned.breakout_room_id = rooms.id AND assigned.user_id = ${userId}::uuid)
              OR EXISTS (SELECT FROM room_participants AS above
                WHERE above.room_id = rooms.parent_room_id AND above.user_id = ${userId}::uuid
                  AND above.role = 'moderator' AND above.banned_at IS NULL)
            END`.as('invited'),
          sql<boolean>`rooms.parent_room_id IS NULL AND NOT EXISTS (SELECT 1 FROM room_settings AS setting
            WHERE setting.room_id = rooms.id AND setting.setting_key = 'access'
              AND setting.setting_value = '"invited"')`.as('open'),
          select
            .selectFrom('room_participants as present')
            .whereRef('present.room_id', '=', 'rooms.id')
            .where('present.left_at', 'is', null)
            .select(sql<number>`count(*)::int`.as('count'))
            .as('participant_count'),
        ])
        .where('rooms.id', '=', roomId)
        .executeTakeFirst(),

    /** Those present, in joining order, after a position. */
    list: (roomId: string, limit: number, after: Place | undefined) =>
      databases
        .forRoom(roomId)
        .selectFrom('room_participants as seat')
        .select([
          'seat.id',
          'seat.user_id',
          'seat.role',
          'seat.joined_at',
          sql<string>`(extract(epoch FROM seat.joined_at) * 1000000)::bigint`.as('at_us'),
          'seat.display_name as name',
        ])
        .where('seat.room_id', '=', roomId)
        .where('seat.left_at', 'is', null)
        .$if(after !== undefined, (query) =>
          query.where(
            sql<boolean>`(seat.joined_at, seat.id) >
              (timestamptz 'epoch' + ${after?.atUs}::float8 * interval '1 microsecond', ${after?.id}::uuid)`,
          ),
        )
        .orderBy('seat.joined_at')
        .orderBy('seat.id')
        .limit(limit)
        .execute(),

    /** Those present of some roles, or all. */
    idsOf: async (roomId: string, roles: readonly Role[] = []): Promise<string[]> => {
      const rows = await databases
        .forRoom(roomId)
        .selectFrom('room_participants')
        .select('user_id')
        .where('room_id', '=', roomId)
        .where('left_at', 'is', null)
        .$if(roles.length > 0, (query) => query.where('role', 'in', roles))
        .orderBy('joined_at')
        .execute();
      return rows.map((row) => row.user_id);
    },

    /** What someone is or was in a room, whether they are in it or not. */
    findRole: async (roomId: string, userId: string): Promise<{ role: Role; present: boolean } | undefined> =>
      databases
        .forRoom(roomId)
        .selectFrom('room_participants')
        .select(['role', sql<boolean>`left_at IS NULL`.as('present')])
        .where('room_id', '=', roomId)
        .where('user_id', '=', userId)
        .executeTakeFirst(),

    setRole: async (roomId: string, userId: string, role: Exclude<Role, 'host'>): Promise<void> => {
      await databases
        .forRoom(roomId)
        .updateTable('room_participants')
        .set({ role })
        .where('room_id', '=', roomId)
        .where('user_id', '=', userId)
        .execute();
    },

    /**
     * Takes someone's seat and, with it, what let them past the waiting room: their admission, and where they were sent.
     * @param ban also refuses them from now on, here and in the breakout rooms, whose conversations are then as closed to them as
     * the room's own; an invitation that they had is over.
     * @returns whether they were in the room.
     */
    remove: (roomId: string, userId: string, ban: boolean): Promise<boolean> =>
      databases
        .forRoom(roomId)
        .transaction()
        .execute(async (transaction) => {
          const seat = { room_id: roomId, user_id: userId };
          if (ban) {
            await transaction
              .updateTable('room_participants')
              .set({ banned_at: sql`now()` })
              .where('user_id', '=', userId)
              .where('room_id', 'in', withBreakouts(roomId))
              .execute();
            await transaction
              .deleteFrom('room_invitations')
              .where((where) => where.and(seat))
              .execute();
          }
          const { rows } = await sql`SELECT leave_room(${roomId}::uuid, ${userId}::uuid)`.execute(
            transaction,
          );
          await transaction
            .deleteFrom('room_waiting')
            .where((where) => where.and(seat))
            .execute();
          await transaction
            .deleteFrom('breakout_assignments')
            .where('parent_room_id', '=', roomId)
            .where('user_id', '=', userId)
            .execute();
          return rows.length > 0;
        }),
  };
}
