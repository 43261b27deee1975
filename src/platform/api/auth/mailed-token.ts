import { createHash, randomBytes } from 'node:crypto';
import type { MailedPurpose, MailedToken } from '../repositories/one-time-tokens.ts';

/** SHA-256 in hex: 256 random bits need no slow hash. */
export const digestOf = (token: string) => createHash('sha256').update(token).digest('hex');

/**
 * A new token and the e-mail that brings it to its account.
 * @param publicUrl the origin at which people reach the platform; the web app has a page named as the purpose.
 */
export function mailToken(
  purpose: MailedPurpose,
  to: string,
  publicUrl: string,
  lifetimeSeconds: number,
): MailedToken {
  const token = randomBytes(32).toString('base64url');
  // Behind the number sign: a browser sends that part to nobody, so it is in no log of a server or a proxy.
  const link = `${publicUrl}/${purpose}#token=${token}`;
  return {
    purpose,
    digest: digestOf(token),
    lifetimeSeconds,
    mail: { to, template: purpose, variables: { link } },
  };
}
