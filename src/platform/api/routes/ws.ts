import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { Problem } from '../problems.ts';
import { problemResponses } from '../schemas.ts';

/** Documents the WebSocket and answers those who come without one; realtime/gateway.ts takes the upgrades. */
const routes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/ws',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'openWebSocket',
        tags: ['realtime'],
        security: [],
        summary: 'The WebSocket',
        description:
          'Messages are JSON objects with a `type`. First, within 5 seconds: `{type:"authenticate", ticket}`, with a ticket ' +
          'from POST /api/v1/ws-tickets. Then `{type:"join_room", roomId}` after joining by REST, `{type:"chat", text}` and ' +
          '`{type:"leave_room"}`. ' +
          'A `ref` in a message comes back in its answer. The server sends `authenticated`, `joined`, `left`, `presence` ' +
          '(joined and left since the last one), `chat_message` (with a sequence for each room, from 1 and without gaps), ' +
          '`chat_accepted` to whoever wrote it, `room_ended`, `reconnect`, `error`. Close codes: 4400 malformed, ' +
          '4401 not authenticated, 4403 not allowed, 4404 no such room, 4408 too late, 4429 too many messages, 1012 restart, 1013 try again later.',
        response: problemResponses('upgrade-required'),
      },
    },
    async () => {
      throw new Problem('upgrade-required', undefined, {
        headers: { upgrade: 'websocket', connection: 'upgrade' },
      });
    },
  );
};

export default routes;
