import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { clearRefreshCookie } from '../../auth/refresh-cookie.ts';
import type { Config } from '../../config.ts';
import { accountOf } from '../../plugins/access.ts';
import { noContent, problemResponses } from '../../schemas.ts';

const bodySchema = z
  .strictObject({ everywhere: z.boolean().default(false).describe('Ends all sessions of the account') })
  .nullish();

const routes: FastifyPluginAsyncZod<{ config: Config }> = async (app, { config }) => {
  app.post(
    '/logout',
    {
      schema: {
        operationId: 'logout',
        tags: ['auth'],
        summary: 'End this session, or all; its access token is refused from now on',
        body: bodySchema,
        response: { 204: noContent, ...problemResponses('unauthenticated', 'unavailable') },
      },
    },
    async (request, reply) => {
      const { userId, sessionId } = accountOf(request);
      const everywhere = request.body?.everywhere === true;
      if (everywhere) await app.sessions.endAll(userId, 'logout');
      else await app.sessions.end(userId, sessionId, 'logout');
      await app.audit({ action: 'session.logout', request, details: { everywhere } });
      clearRefreshCookie(reply, config.web.publicUrl);
      return reply.code(204).send();
    },
  );
};

export default routes;
