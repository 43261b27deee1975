import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf } from '../plugins/access.ts';
import type { Policy } from '../policy.ts';
import { problemResponses } from '../schemas.ts';

const routes: FastifyPluginAsyncZod<{ policy: Policy }> = async (app, { policy }) => {
  app.post(
    '',
    {
      config: { limit: policy.limits.wsTickets },
      schema: {
        operationId: 'createWebSocketTicket',
        tags: ['realtime'],
        summary: 'A ticket for one WebSocket connection, valid once and briefly',
        response: {
          201: z.object({ ticket: z.string(), expiresAt: z.iso.datetime() }),
          ...problemResponses('unauthenticated', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const issued = await app.tickets.issue(accountOf(request));
      // What was made can be used at one place and read at none.
      reply.header('location', '/ws');
      return reply.code(201).send({ ticket: issued.ticket, expiresAt: issued.expiresAt.toISOString() });
    },
  );
};

export default routes;
