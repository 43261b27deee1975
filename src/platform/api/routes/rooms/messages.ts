import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { cursorOf, encodeCursor } from '../../cursor.ts';
import { accountOf } from '../../plugins/access.ts';
import { Problem } from '../../problems.ts';
import { messageSchema, viewMessage } from '../../rooms/message-view.ts';
import { problemResponses, roomParams } from '../../schemas.ts';

const sequence = z.coerce.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);

const querySchema = z.strictObject({
  after: sequence.optional().describe('Messages with a higher sequence, the oldest first page'),
  before: sequence.optional().describe('Messages with a lower sequence, the newest first page'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: cursorOf(
    z.object({ after: z.int().nonnegative().optional(), before: z.int().nonnegative().optional() }),
  ).optional(),
});

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/:roomId/messages',
    {
      schema: {
        operationId: 'listMessages',
        tags: ['messages'],
        summary: 'What was said in the room, in order; without `after` the newest; for those who took part',
        params: roomParams,
        querystring: querySchema,
        response: {
          200: z.object({
            items: z.array(messageSchema),
            lastSequence: z.int().describe('Of the newest message of the room; 0 if there is none'),
            nextCursor: z.string().nullable(),
          }),
          ...problemResponses('unauthenticated', 'forbidden', 'room-not-found', 'unavailable'),
        },
      },
    },
    async (request) => {
      const { roomId } = request.params;
      const { limit, cursor, ...asked } = request.query;
      const account = accountOf(request);
      await app.authorize(roomId, account, 'read-messages');
      const { after, before } = cursor ?? asked;
      // One more than asked for tells whether there is a next page.
      const passage = { after, before, limit: limit + 1 };
      const lines = await app.messages.read(roomId, account.userId, passage);
      const last = (await app.messages.lastSequences([roomId])).get(roomId) ?? 0;
      const page = after === undefined ? lines.slice(-limit) : lines.slice(0, limit);
      const next =
        after === undefined ? { before: page[0]?.sequence } : { after: page.at(-1)?.sequence, before };
      return {
        items: page.map(viewMessage),
        lastSequence: last,
        nextCursor: lines.length > limit ? encodeCursor(next) : null,
      };
    },
  );

  app.get(
    '/:roomId/messages/:sequence',
    {
      schema: {
        operationId: 'getMessage',
        tags: ['messages'],
        summary: 'One message of the room',
        params: roomParams.extend({ sequence: sequence.min(1) }),
        response: {
          200: messageSchema,
          ...problemResponses('unauthenticated', 'forbidden', 'room-not-found', 'not-found', 'unavailable'),
        },
      },
    },
    async (request) => {
      const { roomId, sequence } = request.params;
      const account = accountOf(request);
      await app.authorize(roomId, account, 'read-messages');
      const passage = { after: sequence - 1, before: sequence + 1, limit: 1 };
      const [line] = await app.messages.read(roomId, account.userId, passage);
      if (!line) throw new Problem('not-found', 'The room has no message with this sequence.');
      return viewMessage(line);
    },
  );
};

export default routes;
