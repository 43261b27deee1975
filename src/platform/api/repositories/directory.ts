import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

export type DirectoryRepository = ReturnType<typeof createDirectoryRepository>;

/**
 * What rooms ask about accounts. A room may be in another database than they are, so it is asked apart.
 * @param unconfirmed whether an address counts as its account's own before that has confirmed it.
 */
export function createDirectoryRepository(directory: Kysely<Tables>, unconfirmed: boolean) {
  const entries = directory
    .selectFrom('users')
    .select([
      'id',
      'email',
      'status',
      'avatar',
      sql<string>`concat_ws(' ', first_name, last_name)`.as('name'),
    ]);

  return {
    find: (userId: string) => entries.where('id', '=', userId).executeTakeFirst(),

    /** The account that an address belongs to. */
    findByEmail: (email: string) =>
      entries
        .where('email', '=', email)
        .$if(!unconfirmed, (query) => query.where('email_verified', '=', true))
        .executeTakeFirst(),

    /** @returns the addresses of the pictures of those accounts that have one, by account. */
    findAvatars: async (userIds: readonly string[]): Promise<ReadonlyMap<string, string>> => {
      if (userIds.length === 0) return new Map();
      const rows = await directory
        .selectFrom('users')
        .select(['id', 'avatar'])
        .where('id', 'in', userIds)
        .where('avatar', 'is not', null)
        .execute();
      return new Map(rows.flatMap(({ id, avatar }) => (avatar === null ? [] : [[id, avatar]])));
    },
  };
}
