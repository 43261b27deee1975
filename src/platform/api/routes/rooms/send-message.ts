import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf } from '../../plugins/access.ts';
import { Problem, type ProblemCode } from '../../problems.ts';
import { CrowdedConversation } from '../../realtime/chat-writer.ts';
import { clientIdSchema, lineTextSchema } from '../../realtime/client-messages.ts';
import { silences } from '../../realtime/say-line.ts';
import { messageSchema, viewMessage } from '../../rooms/message-view.ts';
import { problemResponses, roomParams } from '../../schemas.ts';

const routes: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '/:roomId/messages',
    {
      config: { idempotent: true },
      schema: {
        operationId: 'sendMessage',
        tags: ['messages'],
        summary: 'Say something in the room, for those in it who have no WebSocket',
        params: roomParams,
        body: z.strictObject({
          text: lineTextSchema,
          clientId: clientIdSchema
            .optional()
            .describe('The same one again within a week is the same message, as on the WebSocket'),
        }),
        response: {
          201: messageSchema,
          ...problemResponses('unauthenticated', 'forbidden', 'room-not-found', 'room-ended', 'unavailable'),
        },
      },
    },
    async (request, reply) => {
      const { roomId } = request.params;
      const account = accountOf(request);
      await app.authorize(roomId, account, 'chat');
      const spoken = await app.chat
        .say(roomId, { userId: account.userId, ...request.body })
        .catch((error: unknown) => {
          if (error instanceof CrowdedConversation) throw new Problem('unavailable', error.message);
          throw error;
        });
      if (spoken.outcome !== 'said') {
        const [code, why] = silences[spoken.outcome];
        const refusal: ProblemCode = code === 'room-ended' ? code : 'forbidden';
        throw new Problem(refusal, why);
      }
      const { line } = spoken;
      reply.header('location', `/api/v1/rooms/${roomId}/messages/${line.sequence}`);
      return reply.code(201).send(viewMessage(line));
    },
  );
};

export default routes;
