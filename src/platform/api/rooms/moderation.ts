import type { FastifyInstance } from 'fastify';
import type { RoomStanding } from '../plugins/authorization.ts';
import { Problem } from '../problems.ts';
import { announce } from './announce.ts';
import { carryOut } from './end-room.ts';

/**
 * Looks up whom a moderator wants to do something to.
 * @throws {Problem} `not-found` if they never were in the room; `forbidden` for the host, and between moderators.
 */
export async function findTarget(
  app: FastifyInstance,
  roomId: string,
  userId: string,
  { standing }: Pick<RoomStanding, 'standing'>,
) {
  const target = await app.participants.findRole(roomId, userId);
  if (!target) throw new Problem('not-found', 'This person is not in the room.');
  if (target.role === 'host') throw new Problem('forbidden', 'The host of a room is not moderated.');
  if (target.role === 'moderator' && !standing.owner) {
    throw new Problem('forbidden', 'Only the host may do that to a moderator.');
  }
  return target;
}

/**
 * Takes somebody out of a room and of its breakout rooms.
 * @param ban keeps them out, until they are invited anew.
 * @throws {Problem} `media-unavailable`: they have lost their seat, but may still send and hear.
 */
export async function removePerson(
  app: FastifyInstance,
  roomId: string,
  userId: string,
  ban: boolean,
): Promise<void> {
  async function remove(id: string): Promise<void> {
    const wasIn = await app.participants.remove(id, userId, ban);
    app.hub.publish(id, { type: 'removed', userId, banned: ban });
    if (wasIn) announce(app, { type: 'participant.left', roomId: id, data: { userId } });
  }
  // The room first: from then on none of its breakout rooms lets them in, so that those looked up here are all.
  await remove(roomId);
  const breakouts = await app.breakouts.openRoomsOf(roomId, userId);
  for (const id of breakouts) await remove(id);
  await carryOut(
    Promise.all([roomId, ...breakouts].map((id) => app.livekit.removeParticipant(id, userId))),
    'The seat is taken back, but media may still flow: repeat this.',
  );
}
