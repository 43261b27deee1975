import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

export type ProfileRepository = ReturnType<typeof createProfileRepository>;

export function createProfileRepository(directory: Kysely<Tables>) {
  return {
    rename: (userId: string, firstName: string, lastName: string) =>
      directory
        .updateTable('users')
        .set({ first_name: firstName, last_name: lastName, updated_at: sql`now()` })
        .where('id', '=', userId)
        .execute(),
  };
}
