import type { FastifyInstance, FastifyRequest } from 'fastify';
import { accountOf } from '../../plugins/access.ts';
import type { Policy } from '../../policy.ts';
import { Problem } from '../../problems.ts';

/**
 * Has the caller prove once more that the account is theirs: a page left open is enough to read, not to take an account away.
 *
 * @returns the account
 * @throws {Problem} `wrong-password`; `rate-limited` after a few of those
 */
export async function checkPassword(
  app: FastifyInstance,
  request: FastifyRequest,
  policy: Policy,
  password: string,
): Promise<{ id: string; email: string }> {
  const { userId } = accountOf(request);
  const { loginFailures } = policy.limits;
  const subject = `account:${userId}`;
  // Counted before the password is looked at and taken back if it was right: a hundred guesses sent at once do not all pass.
  await app.enforce(request, loginFailures, subject);
  const account = await app.users.find(userId);
  const found = account && (await app.users.findByEmail(account.email));
  if (!found) throw new Problem('unauthenticated');
  if (!(await app.passwords.verify(password, found.password))) throw new Problem('wrong-password');
  await app.limiter.refund(loginFailures, subject);
  return { id: found.id, email: found.email };
}
