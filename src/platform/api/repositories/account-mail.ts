import { sql } from 'kysely';

/** An e-mail about an account, as the outbox keeps it until it is delivered. */
export interface AccountMail {
  readonly to: string;
  readonly template: 'verify-email' | 'reset-password' | 'password-changed' | 'account-locked';
  readonly variables: Readonly<Record<string, string>>;
}

/** Writes an e-mail to the accounts that the query `account (id)` has found before it in the same statement. */
export const queueMail = (mail: AccountMail) => sql`
  INSERT INTO outbox (kind, user_id, payload) SELECT 'email', id, ${JSON.stringify(mail)}::jsonb FROM account`;
