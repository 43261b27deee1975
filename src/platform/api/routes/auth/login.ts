import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { setRefreshCookie } from '../../auth/refresh-cookie.ts';
import type { Config } from '../../config.ts';
import { addressSubject } from '../../plugins/access.ts';
import type { Policy } from '../../policy.ts';
import { Problem } from '../../problems.ts';
import { problemResponses, userSchema } from '../../schemas.ts';
import { emailSchema, givenPasswordSchema, toUser } from './credentials.ts';
import { grantSchema, toGrant } from './grants.ts';

const bodySchema = z.strictObject({
  email: emailSchema,
  password: givenPasswordSchema,
  refreshTokenIn: z
    .enum(['cookie', 'body'])
    .default('cookie')
    .describe('body is for clients that are no browser'),
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const routes: FastifyPluginAsyncZod<{ config: Config; policy: Policy }> = async (app, { config, policy }) => {
  app.post(
    '/login',
    {
      config: { access: 'public', limit: policy.limits.login },
      schema: {
        operationId: 'login',
        tags: ['auth'],
        security: [],
        summary: 'Exchange e-mail address and password for an access token and a refresh token',
        body: bodySchema,
        response: {
          200: grantSchema.extend({ user: userSchema }),
          ...problemResponses(
            'wrong-credentials',
            'account-inactive',
            'email-not-verified',
            'origin-not-allowed',
            'unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      // A page of another site must not log a visitor in to an account of its own.
      app.checkOrigin(request, 'may');
      const { email, password, refreshTokenIn } = request.body;
      const user = await checkPassword(app, policy, request, email, password);
      if (user.status !== 'active') throw new Problem('account-inactive');
      if (config.emailVerification === 'required' && !user.email_verified) {
        throw new Problem(
          'email-not-verified',
          'Follow the link in the e-mail; POST /api/v1/auth/resend-verification sends another one.',
        );
      }
      const [grant] = await Promise.all([
        app.sessions.open({ id: user.id, admin: user.role === 'admin' }, request),
        app.audit({ action: 'session.login', actorId: user.id, request }),
      ]);
      if (refreshTokenIn === 'cookie') setRefreshCookie(reply, grant, config.web.publicUrl);
      return { ...toGrant(grant, refreshTokenIn === 'body'), user: toUser(user) };
    },
  );
};

/**
 * @returns the account with that address and password, be it active or not.
 * @throws {Problem} `wrong-credentials`, in the same words and after the same work whether the account is unknown, locked,
 * or has another password: the answer tells a guesser nothing. The owner of a locked account is told by e-mail.
 */
async function checkPassword(
  app: FastifyInstance,
  { limits: { loginFailures }, lockOut }: Policy,
  request: FastifyRequest,
  email: string,
  password: string,
) {
  // Counted before the password is checked and taken back if it was right: counting afterwards would let a hundred
  // guesses sent at once all pass. Redis keeps a digest, so that it holds no list of addresses.
  const subject = `${addressSubject(request.ip)}:${sha256(email)}`;
  await app.enforce(request, loginFailures, subject);

  const user = await app.users.findByEmail(email);
  const isRight = await app.passwords.verify(password, user?.password);
  if (user && isRight && !user.locked) {
    await app.limiter.refund(loginFailures, subject);
    return user;
  }
  const failed = { actorId: user?.id, outcome: 'failed', request } as const;
  const [locked] = await Promise.all([
    app.users.countFailedLogin(email, lockOut),
    app.audit({ ...failed, action: 'session.login' }),
  ]);
  if (locked) await app.audit({ ...failed, action: 'account.locked', outcome: 'done' });
  throw new Problem('wrong-credentials');
}

export default routes;
