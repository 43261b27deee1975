import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery, toPage } from '../../page.ts';
import { accountOf } from '../../plugins/access.ts';
import { Problem } from '../../problems.ts';
import { noContent, problemResponses } from '../../schemas.ts';

const sessionSchema = z
  .object({
    id: z.uuid(),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    ipAddress: z.string().nullable(),
    userAgent: z.string().nullable(),
    current: z.boolean().describe('Whether this is the session that asks'),
  })
  .meta({ id: 'Session' });

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/sessions',
    {
      schema: {
        operationId: 'listSessions',
        tags: ['auth'],
        summary: "The account's sessions that are not over, newest first",
        querystring: pageQuery,
        response: {
          200: pageOf(sessionSchema),
          ...problemResponses('unauthenticated', 'unavailable'),
        },
      },
    },
    async (request) => {
      const { userId, sessionId } = accountOf(request);
      const { limit, cursor } = request.query;
      const rows = await app.sessionRows.list(userId, limit + 1, cursor);
      return toPage(rows, limit, (row) => ({
        id: row.id,
        createdAt: row.created_at.toISOString(),
        lastUsedAt: row.last_used_at.toISOString(),
        expiresAt: row.expires_at.toISOString(),
        ipAddress: row.ip_address,
        userAgent: row.user_agent,
        current: row.id === sessionId,
      }));
    },
  );

  app.delete(
    '/sessions/:sessionId',
    {
      schema: {
        operationId: 'endSession',
        tags: ['auth'],
        summary: 'End a session of the account; its access token is refused from now on',
        params: z.object({ sessionId: z.uuid('the id of a session is a UUID') }),
        response: { 204: noContent, ...problemResponses('unauthenticated', 'not-found', 'unavailable') },
      },
    },
    async (request, reply) => {
      const { sessionId } = request.params;
      const wasOpen = await app.sessions.end(accountOf(request).userId, sessionId, 'ended-by-owner');
      if (!wasOpen) throw new Problem('not-found', 'The account has no such session.');
      await app.audit({ action: 'session.logout', subject: { type: 'session', id: sessionId }, request });
      return reply.code(204).send();
    },
  );
};

export default routes;
