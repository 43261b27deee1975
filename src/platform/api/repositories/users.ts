import { type Kysely, type Selectable, sql } from 'kysely';
import { type AccountMail, queueMail } from './account-mail.ts';
import { type MailedToken, writeToken } from './one-time-tokens.ts';
import type { EndReason } from './sessions.ts';
import type { Tables } from './tables.ts';

export interface NewUser {
  readonly email: string;
  readonly passwordHash: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** After so many wrong passwords in a row nobody gets in for so long, unless the password is reset by e-mail. */
export interface LockOut {
  readonly failures: number;
  readonly lockSeconds: number;
}

interface NewPassword {
  readonly passwordHash: string;
  /** The session that goes on. */
  readonly exceptSessionId?: string | undefined;
  readonly because: EndReason;
}

export type UserRepository = ReturnType<typeof createUserRepository>;

const publicColumns = [
  'id',
  'email',
  'first_name',
  'last_name',
  'email_verified',
  'role',
  'avatar',
  'created_at',
] as const;

/** What an account shows of itself. */
export type UserRow = Pick<Selectable<Tables['users']>, (typeof publicColumns)[number]>;

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

    /**
     * Opens an account and sends the token that confirms its address. One statement, so one round trip.
     * @returns the new account, or undefined if the address is taken.
     */
    register: async (user: NewUser, token: MailedToken): Promise<UserRow | undefined> => {
      const { rows } = await sql<UserRow>`
        WITH account AS (
          INSERT INTO users (email, password, first_name, last_name)
          VALUES (${user.email}, ${user.passwordHash}, ${user.firstName}, ${user.lastName})
          ON CONFLICT (email) DO NOTHING
          RETURNING ${sql.join(publicColumns.map((column) => sql.ref(column)))}
        ), written AS (${writeToken(token)}), queued AS (${queueMail(token.mail)})
        SELECT * FROM account`.execute(database);
      return rows[0];
    },

    findByEmail: (email: string) =>
      database
        .selectFrom('users')
        .select([...publicColumns, 'password', 'status'])
        .select(sql<boolean>`coalesce(locked_until > now(), false)`.as('locked'))
        .where('email', '=', email)
        .executeTakeFirst(),

    find: (userId: string) =>
      database.selectFrom('users').select(publicColumns).where('id', '=', userId).executeTakeFirst(),

    /**
     * Counts a wrong password; too many of them lock the account and tell its owner. While it is locked nothing is counted,
     * so that a lock ends although somebody goes on guessing. @returns whether this one locked the account.
     */
    countFailedLogin: async (email: string, { failures, lockSeconds }: LockOut): Promise<boolean> => {
      const mail: AccountMail = { to: email, template: 'account-locked', variables: {} };
      const { rows } = await sql`
        WITH counted AS (
          UPDATE users SET
            failed_logins = CASE WHEN locked_until IS NULL THEN failed_logins + 1 ELSE 1 END,
            locked_until = CASE WHEN locked_until IS NULL AND failed_logins + 1 >= ${failures}
              THEN now() + make_interval(secs => ${lockSeconds}) END
          WHERE email = ${email} AND (locked_until IS NULL OR locked_until <= now())
          RETURNING id, locked_until
        ), account AS (SELECT id FROM counted WHERE locked_until IS NOT NULL)
        ${queueMail(mail)} RETURNING id`.execute(database);
      return rows.length > 0;
    },

    /** Sets a password by a token from an e-mail, which it uses up. @see applyPassword */
    resetPassword: (tokenDigest: string, password: NewPassword) =>
      applyPassword(
        database,
        sql`UPDATE one_time_tokens SET used_at = now()
          WHERE digest = ${tokenDigest} AND purpose = 'reset-password' AND used_at IS NULL AND expires_at > now()
          RETURNING user_id AS id`,
        password,
      ),

    /** Sets the password of an account. @see applyPassword */
    changePassword: (userId: string, password: NewPassword) =>
      applyPassword(database, sql`SELECT ${userId}::uuid AS id`, password),
  };
}

interface PasswordChange {
  readonly userId: string;
  readonly endedSessions: readonly string[];
}

/**
 * The password, the end of a lock, the end of the account's sessions and the e-mail about it: one statement, so that none
 * of them happens without the others. @returns undefined if `whose` finds no account.
 */
async function applyPassword(
  database: Kysely<Tables>,
  whose: ReturnType<typeof sql>,
  { passwordHash, exceptSessionId, because }: NewPassword,
): Promise<PasswordChange | undefined> {
  const { rows } = await sql<PasswordChange>`
    WITH whose AS (${whose}), account AS (
      UPDATE users SET password = ${passwordHash}, password_changed_at = now(), updated_at = now(),
        failed_logins = 0, locked_until = NULL
      FROM whose WHERE users.id = whose.id
      RETURNING users.id, users.email
    ), ended AS (
      UPDATE user_sessions SET revoked_at = now(), revoked_because = ${because}
      FROM account
      WHERE user_id = account.id AND revoked_at IS NULL
        AND user_sessions.id IS DISTINCT FROM ${exceptSessionId ?? null}::uuid
      RETURNING user_sessions.id
    ), told AS (
      INSERT INTO outbox (kind, user_id, payload)
      SELECT 'email', id, jsonb_build_object('to', email, 'template', 'password-changed', 'variables', '{}'::jsonb)
      FROM account
    )
    SELECT id AS "userId", ARRAY(SELECT ended.id FROM ended) AS "endedSessions" FROM account`.execute(
    database,
  );
  return rows[0];
}
