import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { pageOf, pageQuery, toPage } from '../../page.ts';
import { accountOf } from '../../plugins/access.ts';
import { problemResponses, roomParams } from '../../schemas.ts';

const staySchema = z
  .object({
    userId: z.uuid(),
    name: z.string(),
    joinedAt: z.iso.datetime(),
    leftAt: z.iso.datetime().nullable(),
    durationSeconds: z.int().nullable(),
    recordingUrl: z.string().nullable(),
  })
  .meta({ id: 'Stay' });

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/:roomId/history',
    {
      schema: {
        operationId: 'getRoomHistory',
        tags: ['rooms'],
        summary: 'Who was in the room and how long, the latest stay first; for those who took part',
        params: roomParams,
        querystring: pageQuery,
        response: {
          200: pageOf(staySchema),
          ...problemResponses('unauthenticated', 'forbidden', 'room-not-found', 'unavailable'),
        },
      },
    },
    async (request) => {
      const { roomId } = request.params;
      const { limit, cursor } = request.query;
      await app.authorize(roomId, accountOf(request), 'read-history');
      const rows = await app.meetingHistory.list(roomId, limit + 1, cursor);
      return toPage(rows, limit, (row) => ({
        userId: row.user_id,
        name: row.display_name,
        joinedAt: row.joined_at.toISOString(),
        leftAt: row.left_at?.toISOString() ?? null,
        durationSeconds: row.duration,
        recordingUrl: row.recording_url,
      }));
    },
  );
};

export default routes;
