import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

export type DirectoryRepository = ReturnType<typeof createDirectoryRepository>;

/** What rooms ask about accounts. A room may be in another database than they are, so it is asked apart. */
export function createDirectoryRepository(directory: Kysely<Tables>) {
  const entries = directory
    .selectFrom('users')
    .select(['id', 'email', 'status', sql<string>`concat_ws(' ', first_name, last_name)`.as('name')]);

  return {
    find: (userId: string) => entries.where('id', '=', userId).executeTakeFirst(),
    findByEmail: (email: string) => entries.where('email', '=', email).executeTakeFirst(),
  };
}
