import type { FastifyInstance } from 'fastify';
import { Problem } from '../problems.ts';

/** Waits for an order to the media server. @throws {Problem} `media-unavailable` */
export async function carryOut<T>(order: Promise<T>, detail?: string): Promise<T> {
  try {
    return await order;
  } catch (error) {
    throw new Problem('media-unavailable', detail, { cause: error, headers: { 'retry-after': '15' } });
  }
}

/** Tells the sockets of rooms that their meetings are over, and ends their media. */
export async function closeMeetings(app: FastifyInstance, roomIds: readonly string[]): Promise<void> {
  for (const roomId of roomIds) app.hub.publish(roomId, { type: 'ended' });
  await carryOut(
    Promise.all(roomIds.map((roomId) => app.livekit.deleteRoom(roomId))),
    'The meeting is closed to newcomers, but media may still flow: repeat this.',
  );
}

/**
 * Ends a meeting everywhere: seats, sockets, media, breakout rooms. It may be repeated.
 * @throws {Problem} `media-unavailable`: all but the media is done.
 */
export async function endRoom(app: FastifyInstance, roomId: string): Promise<void> {
  await closeMeetings(app, await app.rooms.end(roomId));
}
