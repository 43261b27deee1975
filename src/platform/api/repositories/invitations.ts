import { sql } from 'kysely';
import type { Place } from '../cursor.ts';
import type { Role } from '../permissions.ts';
import type { Databases } from '../shards/databases.ts';
import { withBreakouts } from './participants.ts';

export interface NewInvitation {
  readonly roomId: string;
  readonly userId: string | null;
  readonly email: string;
  readonly role: Exclude<Role, 'host'>;
  readonly invitedBy: string;
}

export type InvitationRepository = ReturnType<typeof createInvitationRepository>;

const columns = ['id', 'room_id', 'user_id', 'email', 'role', 'invited_by', 'created_at'] as const;

export function createInvitationRepository(databases: Databases) {
  return {
    /**
     * Invites a person or an address. Whoever was in the room before comes back in the role of the invitation, and a removal
     * for good is taken back: inviting somebody anew is how one does that.
     * @returns the invitation, or undefined if there is one already.
     */
    insert: ({ roomId, userId, email, role, invitedBy }: NewInvitation) =>
      databases
        .forRoom(roomId)
        .transaction()
        .execute(async (transaction) => {
          const created = await transaction
            .insertInto('room_invitations')
            .values({ room_id: roomId, user_id: userId, email, role, invited_by: invitedBy })
            .onConflict((conflict) => conflict.doNothing())
            .returning(columns)
            .executeTakeFirst();
          if (created && userId !== null) {
            await transaction
              .updateTable('room_participants')
              .set({ role })
              .where('room_id', '=', roomId)
              .where('user_id', '=', userId)
              .where('left_at', 'is not', null)
              .where('role', '<>', 'host')
              .execute();
            await transaction
              .updateTable('room_participants')
              .set({ banned_at: null })
              .where('room_id', 'in', withBreakouts(roomId))
              .where('user_id', '=', userId)
              .where('banned_at', 'is not', null)
              .execute();
          }
          return created;
        }),

    find: (roomId: string, invitationId: string) =>
      databases
        .forRoom(roomId)
        .selectFrom('room_invitations')
        .select(columns)
        .where('room_id', '=', roomId)
        .where('id', '=', invitationId)
        .executeTakeFirst(),

    /** @returns whether there was such an invitation. */
    delete: async (roomId: string, invitationId: string): Promise<boolean> => {
      const { numDeletedRows } = await databases
        .forRoom(roomId)
        .deleteFrom('room_invitations')
        .where('room_id', '=', roomId)
        .where('id', '=', invitationId)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    /** The invitations to a room, the oldest first, after a position. */
    list: (roomId: string, limit: number, after: Place | undefined) =>
      databases
        .forRoom(roomId)
        .selectFrom('room_invitations')
        .select([...columns, sql<string>`(extract(epoch FROM created_at) * 1000000)::bigint`.as('at_us')])
        .where('room_id', '=', roomId)
        .$if(after !== undefined, (query) =>
          query.where(
            sql<boolean>`(created_at, id) >
              (timestamptz 'epoch' + ${after?.atUs}::float8 * interval '1 microsecond', ${after?.id}::uuid)`,
          ),
        )
        .orderBy('created_at')
        .orderBy('id')
        .limit(limit)
        .execute(),

    /** The invited who have an account. */
    inviteesOf: async (roomId: string): Promise<string[]> => {
      const rows = await databases
        .forRoom(roomId)
        .selectFrom('room_invitations')
        .select('user_id')
        .where('room_id', '=', roomId)
        .where('user_id', 'is not', null)
        .execute();
      return rows.flatMap(({ user_id }) => (user_id === null ? [] : [user_id]));
    },

    /** Invited addresses that belong to no account yet. */
    addressesWithoutAccount: async (roomId: string): Promise<string[]> => {
      const rows = await databases
        .forRoom(roomId)
        .selectFrom('room_invitations')
        .select('email')
        .where('room_id', '=', roomId)
        .where('user_id', 'is', null)
        .execute();
      return rows.map(({ email }) => email);
    },

    /** Gives an account the invitations that were sent to its address before it was known to be theirs. */
    claim: async (userId: string, email: string): Promise<void> => {
      await databases.onEveryShard(async (transaction) => {
        await transaction
          .updateTable('room_invitations as open')
          .set({ user_id: userId })
          .where('open.email', '=', email)
          .where('open.user_id', 'is', null)
          .where(
            sql<boolean>`NOT EXISTS (SELECT FROM room_invitations AS own
              WHERE own.room_id = open.room_id AND own.user_id = ${userId}::uuid)`,
          )
          .execute();
      });
    },
  };
}
