import { type Kysely, sql } from 'kysely';
import type { Role } from '../permissions.ts';
import type { Tables } from './tables.ts';

/** A place in the list of a room, in joining order. */
export interface Position {
  /** Microseconds since 1970, as PostgreSQL keeps them; a JavaScript Date would lose the last three digits. */
  readonly joinedAtUs: number;
  readonly id: string;
}

/** The outcome of asking for a seat; see migrations/0002-room-membership.sql. */
export type Entry =
  | { readonly outcome: 'joined' | 'present'; participantId: string; role: Role; joinedAt: Date }
  | { readonly outcome: 'full' | 'ended' | 'missing' };

/** The outcome of a report that someone's media is there; see migrations/0003-media-keeps-to-the-seats.sql. */
type MediaEntry = 'present' | 'reopened' | 'full' | 'ended' | 'unknown';

export type ParticipantRepository = ReturnType<typeof createParticipantRepository>;

export function createParticipantRepository(database: Kysely<Tables>) {
  return {
    join: async (roomId: string, userId: string): Promise<Entry> => {
      const { rows } = await sql<Entry>`
        SELECT outcome, participant_id AS "participantId", participant_role AS role, joined AS "joinedAt"
        FROM join_room(${roomId}::uuid, ${userId}::uuid)`.execute(database);
      const [entry] = rows;
      if (!entry) throw new Error('join_room returned no row');
      return entry;
    },

    /** @returns whether the user was in the room. */
    leave: async (roomId: string, userId: string): Promise<boolean> => {
      const { rows } = await sql`SELECT leave_room(${roomId}::uuid, ${userId}::uuid)`.execute(database);
      return rows.length > 0;
    },

    /** @returns the users who were in the room and took their seat before `until`. */
    leaveAll: async (roomId: string, until: Date): Promise<string[]> => {
      const { rows } = await sql<{ id: string }>`
        SELECT leave_room(${roomId}::uuid, NULL, ${until}) AS id`.execute(database);
      return rows.map((row) => row.id);
    },

    /** Takes in that the media server has a connection of the user. @returns what that makes of them in the room. */
    mediaJoined: async (roomId: string, userId: string, session: string): Promise<MediaEntry> => {
      const { rows } = await sql<{ outcome: MediaEntry }>`
        SELECT media_joined(${roomId}::uuid, ${userId}::uuid, ${session}) AS outcome`.execute(database);
      const [entry] = rows;
      if (!entry) throw new Error('media_joined returned no row');
      return entry.outcome;
    },

    /** @returns whether the report made the user absent. */
    mediaLeft: async (roomId: string, userId: string, session: string): Promise<boolean> => {
      const { rows } = await sql`SELECT media_left(${roomId}::uuid, ${userId}::uuid, ${session})`.execute(
        database,
      );
      return rows.length > 0;
    },

    /** A room as it concerns one account: what they are to it, and how many are in it. */
    findStanding: (roomId: string, userId: string) =>
      database
        .selectFrom('rooms')
        .leftJoin('room_participants as seat', (join) =>
          join.onRef('seat.room_id', '=', 'rooms.id').on('seat.user_id', '=', userId),
        )
        .select((select) => [
          'rooms.status',
          'rooms.parent_room_id',
          sql<boolean>`rooms.host_id = ${userId}::uuid`.as('owner'),
          sql<string | null>`CASE WHEN seat.left_at IS NULL THEN seat.id END`.as('participant_id'),
          sql<Role | null>`CASE WHEN seat.left_at IS NULL THEN seat.role END`.as('role'),
          sql<boolean>`seat.id IS NOT NULL AND seat.banned_at IS NULL`.as('former'),
          sql<boolean>`seat.banned_at IS NOT NULL`.as('banned'),
          sql<string | null>`seat.display_name`.as('display_name'),
          sql<boolean>`EXISTS (SELECT 1 FROM room_invitations AS invitation
            WHERE invitation.room_id = rooms.id AND invitation.user_id = ${userId}::uuid)`.as('invited'),
          sql<boolean>`NOT EXISTS (SELECT 1 FROM room_settings AS setting
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
    list: (roomId: string, limit: number, after: Position | undefined) =>
      database
        .selectFrom('room_participants as seat')
        .innerJoin('users', 'users.id', 'seat.user_id')
        .select([
          'seat.id',
          'seat.user_id',
          'seat.role',
          'seat.joined_at',
          sql<string>`(extract(epoch FROM seat.joined_at) * 1000000)::bigint`.as('joined_at_us'),
          sql<string>`concat_ws(' ', users.first_name, users.last_name)`.as('name'),
        ])
        .where('seat.room_id', '=', roomId)
        .where('seat.left_at', 'is', null)
        .$if(after !== undefined, (query) =>
          query.where(
            sql<boolean>`(seat.joined_at, seat.id) >
              (timestamptz 'epoch' + ${after?.joinedAtUs}::float8 * interval '1 microsecond', ${after?.id}::uuid)`,
          ),
        )
        .orderBy('seat.joined_at')
        .orderBy('seat.id')
        .limit(limit)
        .execute(),
  };
}
