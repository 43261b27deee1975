import { sql } from 'kysely';
import type { Databases } from '../shards/databases.ts';

/** What stands where a name stood. The conversation keeps its numbers, so that nobody else's history has a hole. */
const nobody = 'deleted user';
const noText = '(deleted)';

/** The rooms that a person owns, on all shards; breakout rooms belong to theirs. */
export async function ownRooms(databases: Databases, userId: string): Promise<string[]> {
  const lists = await Promise.all(
    databases.all.map((shard) =>
      shard
        .selectFrom('rooms')
        .select('id')
        .where('host_id', '=', userId)
        .where('parent_room_id', 'is', null)
        .execute(),
    ),
  );
  return lists.flat().map(({ id }) => id);
}

/**
 * Forgets what rooms know of a person, on every shard. Their own rooms go with all that is in them; in the rooms of others the
 * words and the name go, and what happened there stays. It can be repeated when it failed halfway.
 *
 * @returns the rooms of others in which they had a seat
 */
export async function forgetInRooms(databases: Databases, userId: string, email: string): Promise<string[]> {
  const seatedIn: string[] = [];
  await databases.onEveryShard(async (transaction) => {
    await transaction.deleteFrom('rooms').where('host_id', '=', userId).execute();
    const seats = await sql<{ room_id: string }>`
      UPDATE room_participants SET left_at = now() WHERE user_id = ${userId}::uuid AND left_at IS NULL
      RETURNING room_id`.execute(transaction);
    seatedIn.push(...seats.rows.map((row) => row.room_id));
    await transaction
      .updateTable('meeting_history')
      .set({ left_at: sql`now()` })
      .where('user_id', '=', userId)
      .where('left_at', 'is', null)
      .execute();
    await transaction
      .updateTable('room_participants')
      .set({ display_name: nobody })
      .where('user_id', '=', userId)
      .execute();
    await transaction
      .updateTable('room_messages')
      .set({ display_name: nobody, message: noText })
      .where('user_id', '=', userId)
      .execute();
    await transaction.deleteFrom('room_waiting').where('user_id', '=', userId).execute();
    await transaction.deleteFrom('breakout_assignments').where('user_id', '=', userId).execute();
    await transaction
      .deleteFrom('room_invitations')
      .where((where) => where.or([where('user_id', '=', userId), where('email', '=', email)]))
      .execute();
  });
  return seatedIn;
}

/**
 * Forgets the account itself, and by foreign keys its sessions, contacts, settings, picture, notifications, subscriptions,
 * webhooks and unsent mail. The audit log keeps that something was done by this id, and nothing that leads to a person.
 */
export async function forgetAccount({ directory }: Databases, userId: string): Promise<void> {
  await directory.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('audit_log')
      .set({ ip_address: null, details: '{}' })
      .where((where) => where.or([where('actor_id', '=', userId), where('subject_id', '=', userId)]))
      .execute();
    await transaction.deleteFrom('users').where('id', '=', userId).execute();
  });
}
