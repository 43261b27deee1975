import { z } from 'zod';
import { isCommonPassword } from '../../auth/common-passwords.ts';
import type { UserRow } from '../../repositories/users.ts';
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
 * Length, and not to be what everybody tries first, is all that is asked (NIST SP 800-63B): rules about characters make
 * passwords harder to remember, not to guess. The upper bound keeps hashing cheap.
 */
export const newPasswordSchema = z
  .string()
  .min(8)
  .max(128)
  .refine(
    (password) => !isCommonPassword(password),
    'is one of the passwords that are guessed first; another is needed',
  );

/** A password that is to be compared: one that could never have been chosen is refused without the work. */
export const givenPasswordSchema = z.string().min(1).max(128);

/** A token from an e-mail. */
export const mailedTokenSchema = z.string().min(1).max(200);

export function toUser(row: UserRow): z.infer<typeof userSchema> {
  return {
    id: row.id,
    email: row.email,
    firstName: row.first_name,
    lastName: row.last_name,
    emailVerified: row.email_verified,
    role: row.role,
    avatarUrl: row.avatar,
    createdAt: row.created_at.toISOString(),
  };
}
