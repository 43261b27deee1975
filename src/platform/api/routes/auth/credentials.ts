import { z } from 'zod';
import type { userSchema } from '../../schemas.ts';

/** Addresses are compared in lower case: people do not remember how they once wrote theirs. */
export const emailSchema = z
  .string()
  .max(255)
  .trim()
  .toLowerCase()
  .pipe(z.email())
  .describe('Compared without regard to case');

/**
 * Length is all that is asked (NIST SP 800-63B): rules about characters make passwords harder to remember, not to guess.
 * The upper bound keeps hashing cheap.
 */
export const newPasswordSchema = z.string().min(8).max(128);

interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly email_verified: boolean;
  readonly created_at: Date;
}

export function toUser(row: UserRow): z.infer<typeof userSchema> {
  return {
    id: row.id,
    email: row.email,
    firstName: row.first_name,
    lastName: row.last_name,
    emailVerified: row.email_verified,
    createdAt: row.created_at.toISOString(),
  };
}
