import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { mailToken } from '../../auth/mailed-token.ts';
import type { Config } from '../../config.ts';
import type { Policy } from '../../policy.ts';
import { Problem } from '../../problems.ts';
import { problemResponses, storedText, userSchema } from '../../schemas.ts';
import { emailSchema, newPasswordSchema, toUser } from './credentials.ts';

const bodySchema = z.strictObject({
  email: emailSchema,
  password: newPasswordSchema,
  firstName: storedText.trim().min(1).max(100),
  lastName: storedText.trim().min(1).max(100),
});

const routes: FastifyPluginAsyncZod<{ config: Config; policy: Policy }> = async (app, { config, policy }) => {
  app.post(
    '/register',
    {
      config: { access: 'public', limit: policy.limits.register },
      schema: {
        operationId: 'registerAccount',
        tags: ['auth'],
        security: [],
        summary: 'Open an account; an e-mail with a link confirms its address',
        body: bodySchema,
        response: {
          201: z.object({ user: userSchema }),
          ...problemResponses('email-taken', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const { email, password, firstName, lastName } = request.body;
      const passwordHash = await app.passwords.hash(password);
      const token = mailToken(
        'verify-email',
        email,
        config.web.publicUrl,
        policy.mailedTokenSeconds['verify-email'],
      );
      const user = await app.users.register({ email, passwordHash, firstName, lastName }, token);
      if (!user) throw new Problem('email-taken');
      // Otherwise the address is known to be theirs only when they have confirmed it.
      if (config.emailVerification === 'optional') await app.invitations.claim(user.id, email);
      await app.audit({
        action: 'account.registered',
        actorId: user.id,
        subject: { type: 'user', id: user.id },
        request,
      });
      return reply
        .code(201)
        .header('location', '/api/v1/users/profile')
        .send({ user: toUser(user) });
    },
  );
};

export default routes;
