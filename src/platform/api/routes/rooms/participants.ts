import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountOf } from '../../plugins/access.ts';
import type { Position } from '../../repositories/participants.ts';
import { participantSchema, problemResponses, roomParams } from '../../schemas.ts';

const positionSchema = z.object({
  joinedAtUs: z.int().nonnegative(),
  id: z.uuid(),
});

const encodeCursor = (position: Position) => Buffer.from(JSON.stringify(position)).toString('base64url');

const cursorSchema = z
  .string()
  .max(500)
  .transform((cursor, context) => {
    try {
      return positionSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    } catch {
      context.addIssue({
        code: 'custom',
        message: 'is not a cursor: pass the nextCursor of the page before',
      });
      return z.NEVER;
    }
  })
  .describe('The nextCursor of the page before');

const querySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: cursorSchema.optional(),
});

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/:roomId/participants',
    {
      schema: {
        operationId: 'listParticipants',
        tags: ['rooms'],
        summary: 'Who is in the room, in joining order; for those in it and its host',
        params: roomParams,
        querystring: querySchema,
        response: {
          200: z.object({ items: z.array(participantSchema), nextCursor: z.string().nullable() }),
          ...problemResponses('unauthenticated', 'forbidden', 'room-not-found', 'unavailable'),
        },
      },
    },
    async (request) => {
      const { roomId } = request.params;
      const { limit, cursor } = request.query;
      await app.authorize(roomId, accountOf(request), 'list-participants');
      // One more than asked for tells whether there is a next page.
      const rows = await app.participants.list(roomId, limit + 1, cursor);
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      return {
        items: page.map((row) => ({
          id: row.id,
          userId: row.user_id,
          name: row.name,
          role: row.role,
          joinedAt: row.joined_at.toISOString(),
        })),
        nextCursor: last ? encodeCursor({ joinedAtUs: Number(last.joined_at_us), id: last.id }) : null,
      };
    },
  );
};

export default routes;
