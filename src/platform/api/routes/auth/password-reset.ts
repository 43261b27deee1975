import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { resetPassword } from '../../auth/change-password.ts';
import { digestOf, mailToken } from '../../auth/mailed-token.ts';
import type { Config } from '../../config.ts';
import type { Policy } from '../../policy.ts';
import { noContent, problemResponses } from '../../schemas.ts';
import { emailSchema, mailedTokenSchema, newPasswordSchema } from './credentials.ts';

const routes: FastifyPluginAsyncZod<{ config: Config; policy: Policy }> = async (app, { config, policy }) => {
  const { accountRecovery, accountMail } = policy.limits;
  app.post(
    '/forgot-password',
    {
      config: { access: 'public', limit: accountRecovery },
      schema: {
        operationId: 'forgotPassword',
        tags: ['auth'],
        security: [],
        summary: 'Send a link to set a new password; the answer does not tell whether the address is known',
        body: z.strictObject({ email: emailSchema }),
        response: { 202: noContent, ...problemResponses('unavailable') },
      },
    },
    async (request, reply) => {
      const { email } = request.body;
      await app.enforce(request, accountMail, `reset-password:${digestOf(email)}`);
      const lifetimeSeconds = policy.mailedTokenSeconds['reset-password'];
      const token = mailToken('reset-password', email, config.web.publicUrl, lifetimeSeconds);
      // The log's row is written for a known and an unknown address alike, so both wait for a commit, equally long.
      await Promise.all([
        app.oneTimeTokens.send(email, token),
        app.audit({ action: 'account.password-reset-requested', request }),
      ]);
      return reply.code(202).send();
    },
  );

  app.post(
    '/reset-password',
    {
      config: { access: 'public', limit: accountRecovery },
      schema: {
        operationId: 'resetPassword',
        tags: ['auth'],
        security: [],
        summary: 'Set a new password by the token from the e-mail; all sessions of the account end',
        body: z.strictObject({ token: mailedTokenSchema, password: newPasswordSchema }),
        response: { 204: noContent, ...problemResponses('invalid-token', 'unavailable') },
      },
    },
    async (request, reply) => {
      await resetPassword(app, request, request.body.token, request.body.password);
      return reply.code(204).send();
    },
  );
};

export default routes;
