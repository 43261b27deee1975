import { type Kysely, sql } from 'kysely';
import { type AccountMail, queueMail } from './account-mail.ts';
import type { Tables } from './tables.ts';

/** What a token that is sent by e-mail is good for. */
export type MailedPurpose = Tables['one_time_tokens']['purpose'];

/** A token on its way: the table gets its digest, the mailbox the token. */
export interface MailedToken {
  readonly purpose: MailedPurpose;
  readonly digest: string;
  readonly lifetimeSeconds: number;
  readonly mail: AccountMail;
}

export type OneTimeTokenRepository = ReturnType<typeof createOneTimeTokenRepository>;

/** Writes the token and its e-mail for the accounts that the query `account (id)` has found before it in the statement. */
export const writeToken = ({ purpose, digest, lifetimeSeconds }: MailedToken) => sql`
  INSERT INTO one_time_tokens (digest, user_id, purpose, expires_at)
  SELECT ${digest}, id, ${purpose}, now() + make_interval(secs => ${lifetimeSeconds}) FROM account`;

const isGood = sql`used_at IS NULL AND expires_at > now()`;

export function createOneTimeTokenRepository(database: Kysely<Tables>) {
  return {
    /**
     * Sends a token to the address if an active account has it that can use one: an address that is confirmed already
     * needs no confirmation. It replaces the tokens that were sent before. One statement, be there an account or not.
     */
    send: async (email: string, token: MailedToken): Promise<void> => {
      await sql`
        WITH account AS (
          SELECT id FROM users
          WHERE email = ${email} AND status = 'active' AND (${token.purpose} <> 'verify-email' OR NOT email_verified)
        ), replaced AS (
          DELETE FROM one_time_tokens
          WHERE user_id IN (SELECT id FROM account) AND purpose = ${token.purpose} AND used_at IS NULL
        ), written AS (${writeToken(token)})
        ${queueMail(token.mail)}`.execute(database);
    },

    /** @returns whose token it is, if it is good. Nothing changes. */
    find: (digest: string, purpose: MailedPurpose) =>
      database
        .selectFrom('one_time_tokens')
        .select('user_id')
        .where('digest', '=', digest)
        .where('purpose', '=', purpose)
        .where(sql<boolean>`${isGood}`)
        .executeTakeFirst(),

    /** Uses the token up and confirms the address of its account. @returns the account, or undefined if the token is not good. */
    verifyEmail: async (digest: string): Promise<{ id: string; email: string } | undefined> => {
      const { rows } = await sql<{ id: string; email: string }>`
        WITH used AS (
          UPDATE one_time_tokens SET used_at = now()
          WHERE digest = ${digest} AND purpose = 'verify-email' AND ${isGood}
          RETURNING user_id
        )
        UPDATE users SET email_verified = true, updated_at = now() FROM used WHERE users.id = used.user_id
        RETURNING users.id, users.email`.execute(database);
      return rows[0];
    },
  };
}
