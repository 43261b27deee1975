import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { accountOf } from '../../plugins/access.ts';
import { announce } from '../../rooms/announce.ts';
import { endRoom } from '../../rooms/end-room.ts';
import { noContent, problemResponses, roomParams } from '../../schemas.ts';

/** Leaving and ending: both give seats back, tell the room's sockets, and may be repeated. */
const routes: FastifyPluginAsyncZod = async (app) => {
  app.post(
    '/:roomId/leave',
    {
      schema: {
        operationId: 'leaveRoom',
        tags: ['rooms'],
        summary: 'Give the seat back and end its media; the same answer if there was none',
        params: roomParams,
        response: { 204: noContent, ...problemResponses('unauthenticated', 'unavailable') },
      },
    },
    async (request, reply) => {
      const { userId } = accountOf(request);
      const { roomId } = request.params;
      if (await app.participants.leave(roomId, userId)) {
        app.hub.publish(roomId, { type: 'removed', userId });
        announce(app, { type: 'participant.left', roomId, data: { userId } });
      }
      // Even if there was no seat, so that repeating mends a failure.
      app.departures.follow(roomId, userId);
      return reply.code(204).send();
    },
  );

  app.post(
    '/:roomId/end',
    {
      schema: {
        operationId: 'endRoom',
        tags: ['rooms'],
        summary: 'End the meeting for everyone, in its breakout rooms too; for the host and administrators',
        params: roomParams,
        response: {
          204: noContent,
          ...problemResponses(
            'unauthenticated',
            'forbidden',
            'room-not-found',
            'media-unavailable',
            'unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const { roomId } = request.params;
      await app.authorize(roomId, accountOf(request), 'end');
      await app.audit({ action: 'room.ended', subject: { type: 'room', id: roomId }, request });
      await endRoom(app, roomId);
      return reply.code(204).send();
    },
  );
};

export default routes;
