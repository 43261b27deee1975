import type { FastifyInstance, FastifyRequest } from 'fastify';
import { accountOf } from '../plugins/access.ts';
import { Problem } from '../problems.ts';
import { digestOf } from './mailed-token.ts';

/**
 * Sets the password of the caller's account. Its other sessions end: whoever had the old password is out.
 * @throws {Problem} `unavailable` when too many passwords are being hashed.
 */
export async function changePassword(
  app: FastifyInstance,
  request: FastifyRequest,
  password: string,
): Promise<void> {
  const { userId, sessionId } = accountOf(request);
  const passwordHash = await app.passwords.hash(password);
  const change = await app.users.changePassword(userId, {
    passwordHash,
    exceptSessionId: sessionId,
    because: 'password-changed',
  });
  if (!change) throw new Problem('unauthenticated');
  await app.sessions.markEnded(change.endedSessions);
  await app.audit({ action: 'account.password-changed', subject: { type: 'user', id: userId }, request });
}

/** Sets a password by a token from an e-mail; all sessions end. @throws {Problem} `invalid-token`. */
export async function resetPassword(
  app: FastifyInstance,
  request: FastifyRequest,
  token: string,
  password: string,
): Promise<void> {
  const digest = digestOf(token);
  // Looked at before hashing, so that guesses cost no 25 ms of a core each.
  if (!(await app.oneTimeTokens.find(digest, 'reset-password'))) throw new Problem('invalid-token');
  const passwordHash = await app.passwords.hash(password);
  const change = await app.users.resetPassword(digest, { passwordHash, because: 'password-reset' });
  if (!change) throw new Problem('invalid-token');
  await app.sessions.markEnded(change.endedSessions);
  await app.audit({
    action: 'account.password-changed',
    actorId: change.userId,
    subject: { type: 'user', id: change.userId },
    request,
    details: { by: 'e-mail' },
  });
}
