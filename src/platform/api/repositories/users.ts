import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Tables } from './tables.ts';

export interface NewUser {
  readonly email: string;
  readonly passwordHash: string;
  readonly firstName: string;
  readonly lastName: string;
}

export interface NewSession {
  readonly id: string;
  readonly userId: string;
  /** SHA-256 of the token: whoever reads the table cannot use it. */
  readonly tokenDigest: string;
  readonly lifetimeSeconds: number;
  readonly ipAddress: string;
  readonly userAgent: string | undefined;
}

export type UserRepository = ReturnType<typeof createUserRepository>;

const publicColumns = [
  'id',
  'email',
  'first_name',
  'last_name',
  'email_verified',
  'role',
  'created_at',
] as const;

export function createUserRepository(database: Kysely<Tables>) {
  return {
    /** @returns the new account, or undefined if the address is taken. */
    insert: (user: NewUser) =>
      database
        .insertInto('users')
        .values({
          email: user.email,
          password: user.passwordHash,
          first_name: user.firstName,
          last_name: user.lastName,
        })
        .onConflict((conflict) => conflict.column('email').doNothing())
        .returning(publicColumns)
        .executeTakeFirst(),

    findByEmail: (email: string) =>
      database
        .selectFrom('users')
        .select([...publicColumns, 'password', 'status'])
        .where('email', '=', email)
        .executeTakeFirst(),

    find: (userId: string) =>
      database.selectFrom('users').select(publicColumns).where('id', '=', userId).executeTakeFirst(),

    /**
     * Records a login: the session, and the moment in the account. It also clears away the account's expired sessions, by
     * which an account keeps no more rows than it has logins in the lifetime of a token. One statement, so one round trip.
     */
    openSession: async (session: NewSession) => {
      await database
        .with('expired', (query) =>
          query
            .deleteFrom('user_sessions')
            .where('user_id', '=', session.userId)
            .where('expires_at', '<=', sql<Date>`now()`),
        )
        .with('login', (query) =>
          query.updateTable('users').set({ last_login: sql`now()` }).where('id', '=', session.userId),
        )
        .insertInto('user_sessions')
        .values({
          id: session.id,
          user_id: session.userId,
          token: session.tokenDigest,
          expires_at: sql`now() + make_interval(secs => ${session.lifetimeSeconds})`,
          ip_address: session.ipAddress,
          user_agent: session.userAgent ?? null,
        })
        .execute();
    },
  };
}
