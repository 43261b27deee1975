import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { pageOf, pageQuery, toPage } from '../../page.ts';
import { accountOf } from '../../plugins/access.ts';
import { participantSchema, problemResponses, roomParams } from '../../schemas.ts';

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/:roomId/participants',
    {
      schema: {
        operationId: 'listParticipants',
        tags: ['rooms'],
        summary: 'Who is in the room, in joining order; for those in it and its host',
        params: roomParams,
        querystring: pageQuery,
        response: {
          200: pageOf(participantSchema),
          ...problemResponses('unauthenticated', 'forbidden', 'room-not-found', 'unavailable'),
        },
      },
    },
    async (request) => {
      const { roomId } = request.params;
      const { limit, cursor } = request.query;
      await app.authorize(roomId, accountOf(request), 'list-participants');
      const rows = await app.participants.list(roomId, limit + 1, cursor);
      const avatars = await app.directory.findAvatars(rows.map((row) => row.user_id));
      return toPage(rows, limit, (row) => ({
        id: row.id,
        userId: row.user_id,
        name: row.name,
        avatarUrl: avatars.get(row.user_id) ?? null,
        role: row.role,
        joinedAt: row.joined_at.toISOString(),
      }));
    },
  );
};

export default routes;
