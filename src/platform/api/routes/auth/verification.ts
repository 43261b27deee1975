import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { digestOf, mailToken } from '../../auth/mailed-token.ts';
import type { Config } from '../../config.ts';
import type { Policy } from '../../policy.ts';
import { Problem } from '../../problems.ts';
import { noContent, problemResponses } from '../../schemas.ts';
import { emailSchema, mailedTokenSchema } from './credentials.ts';

const routes: FastifyPluginAsyncZod<{ config: Config; policy: Policy }> = async (app, { config, policy }) => {
  const { accountRecovery, accountMail } = policy.limits;
  app.post(
    '/verify-email',
    {
      config: { access: 'public', limit: accountRecovery },
      schema: {
        operationId: 'verifyEmail',
        tags: ['auth'],
        security: [],
        summary: 'Confirm the e-mail address of an account by the token from the e-mail',
        body: z.strictObject({ token: mailedTokenSchema }),
        response: { 204: noContent, ...problemResponses('invalid-token', 'unavailable') },
      },
    },
    async (request, reply) => {
      const account = await app.oneTimeTokens.verifyEmail(digestOf(request.body.token));
      if (!account) throw new Problem('invalid-token');
      await app.invitations.claim(account.id, account.email);
      await app.audit({ action: 'account.email-verified', actorId: account.id, request });
      return reply.code(204).send();
    },
  );

  app.post(
    '/resend-verification',
    {
      config: { access: 'public', limit: accountRecovery },
      schema: {
        operationId: 'resendVerification',
        tags: ['auth'],
        security: [],
        summary:
          'Send the e-mail that confirms an address once more; the answer does not tell whether it is known',
        body: z.strictObject({ email: emailSchema }),
        response: { 202: noContent, ...problemResponses('unavailable') },
      },
    },
    async (request, reply) => {
      const { email } = request.body;
      await app.enforce(request, accountMail, `verify-email:${digestOf(email)}`);
      const lifetimeSeconds = policy.mailedTokenSeconds['verify-email'];
      const token = mailToken('verify-email', email, config.web.publicUrl, lifetimeSeconds);
      // The log's row is written for a known and an unknown address alike, so both wait for a commit, equally long.
      await Promise.all([
        app.oneTimeTokens.send(email, token),
        app.audit({ action: 'account.verification-requested', request }),
      ]);
      return reply.code(202).send();
    },
  );
};

export default routes;
