import { type Kysely, type Selectable, sql } from 'kysely';
import type { Tables } from './tables.ts';

type User = Selectable<Tables['users']>;

export interface AccountChange {
  readonly status?: User['status'] | undefined;
  readonly role?: User['role'] | undefined;
}

const columns = [
  'id',
  'email',
  'first_name',
  'last_name',
  'status',
  'role',
  'email_verified',
  'locked_until',
  'last_login',
  'created_at',
] as const;

/** An account as those who run the platform see it. */
export type AdministeredAccount = Pick<User, (typeof columns)[number]>;

/** What LIKE takes for itself stands for itself. */
const prefixOf = (text: string) => `${text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;

export function createAccountAdministration(directory: Kysely<Tables>) {
  return {
    /**
     * Accounts in the order of their addresses, after one of them.
     * @param beginning of the address, of the whole name or of the last name; each has an index for that.
     */
    list: (beginning: string | undefined, limit: number, afterEmail: string | undefined) =>
      directory
        .selectFrom('users')
        .select(columns)
        .$if(beginning !== undefined, (query) => {
          const prefix = prefixOf(beginning ?? '');
          return query.where(
            sql<boolean>`(email LIKE ${prefix} OR lower(last_name) LIKE ${prefix}
              OR lower(first_name || ' ' || last_name) LIKE ${prefix})`,
          );
        })
        .$if(afterEmail !== undefined, (query) => query.where('email', '>', afterEmail ?? ''))
        .orderBy('email')
        .limit(limit)
        .execute(),

    find: (userId: string) =>
      directory.selectFrom('users').select(columns).where('id', '=', userId).executeTakeFirst(),

    /** @returns the account as it is now, or undefined if there is none. */
    change: (userId: string, { status, role }: AccountChange) =>
      directory
        .updateTable('users')
        .set({ ...(status && { status }), ...(role && { role }), updated_at: sql`now()` })
        .where('id', '=', userId)
        .returning(columns)
        .executeTakeFirst(),
  };
}
