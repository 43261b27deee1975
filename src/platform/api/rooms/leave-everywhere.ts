import type { FastifyInstance } from 'fastify';
import { announce } from './announce.ts';

/**
 * Takes somebody out of every meeting, as their account was shut. Media that the media server does not cut now may flow until it
 * is reached again; the seats are gone, and whoever reconnects is sent away.
 */
export async function leaveEverywhere(app: FastifyInstance, userId: string): Promise<void> {
  for (const roomId of await app.liveRooms.roomsOf(userId)) {
    if (await app.participants.leave(roomId, userId))
      announce(app, { type: 'participant.left', roomId, data: { userId } });
    app.hub.publish(roomId, { type: 'removed', userId, banned: false });
    await app.livekit.removeParticipant(roomId, userId).catch((error: unknown) => {
      app.log.warn({ err: error, roomId, userId }, 'media of a shut account may still flow');
    });
  }
}
