import { createHash, randomUUID } from 'node:crypto';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { addressSubject } from '../../plugins/access.ts';
import type { Policy } from '../../policy.ts';
import { Problem } from '../../problems.ts';
import { problemResponses, userSchema } from '../../schemas.ts';
import { emailSchema, toUser } from './credentials.ts';

const bodySchema = z.strictObject({ email: emailSchema, password: z.string().min(1).max(128) });

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const routes: FastifyPluginAsyncZod<{ policy: Policy }> = async (app, { policy }) => {
  const { login, loginFailures } = policy.limits;
  app.post(
    '/login',
    {
      config: { access: 'public', limit: login },
      schema: {
        operationId: 'login',
        tags: ['auth'],
        security: [],
        summary: 'Exchange e-mail address and password for an access token',
        body: bodySchema,
        response: {
          200: z.object({
            accessToken: z.string(),
            expiresIn: z.int().describe('Seconds'),
            user: userSchema,
          }),
          ...problemResponses('wrong-credentials', 'account-inactive', 'unavailable'),
        },
      },
    },
    async (request) => {
      const { email, password } = request.body;
      // Counted before the password is checked and taken back if it was right: counting afterwards would let a hundred
      // guesses sent at once all pass. Redis keeps a digest, so that it holds no list of addresses.
      const subject = `${addressSubject(request.ip)}:${sha256(email)}`;
      await app.enforce(request, loginFailures, subject);

      const user = await app.users.findByEmail(email);
      if (!(await app.passwords.verify(password, user?.password)) || !user)
        throw new Problem('wrong-credentials');
      await app.limiter.refund(loginFailures, subject);
      if (user.status !== 'active') throw new Problem('account-inactive');

      const sessionId = randomUUID();
      const accessToken = await app.accessTokens.sign({
        userId: user.id,
        sessionId,
        admin: user.role === 'admin',
      });
      await app.users.openSession({
        id: sessionId,
        userId: user.id,
        tokenDigest: sha256(accessToken),
        lifetimeSeconds: app.accessTokens.lifetimeSeconds,
        ipAddress: request.ip,
        userAgent: request.headers['user-agent']?.slice(0, 500),
      });
      return { accessToken, expiresIn: app.accessTokens.lifetimeSeconds, user: toUser(user) };
    },
  );
};

export default routes;
