import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { RoomStanding } from '../plugins/authorization.ts';
import { Problem } from '../problems.ts';
import { announce } from './announce.ts';
import { carryOut } from './end-room.ts';

/** Whoever is removed hears of it within this time, though LiveKit may not answer. */
const toldWithinMs = 1000;

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
  async function unseat(id: string): Promise<void> {
    if (await app.participants.remove(id, userId, ban))
      announce(app, { type: 'participant.left', roomId: id, data: { userId } });
  }
  // The media before the socket: a client that is told closes its media, and LiveKit loses orders for what is closing.
  async function cut(id: string): Promise<void> {
    const cutting = app.livekit.removeParticipant(id, userId);
    await Promise.race([cutting.catch(() => undefined), delay(toldWithinMs, undefined, { ref: false })]);
    app.hub.publish(id, { type: 'removed', userId, banned: ban });
    await cutting;
  }
  // The room first: from then on none of its breakout rooms lets them in, so that those looked up here are all.
  await unseat(roomId);
  const breakouts = await app.breakouts.openRoomsOf(roomId, userId);
  for (const id of breakouts) await unseat(id);
  await carryOut(
    Promise.all([roomId, ...breakouts].map(cut)),
    'The seat is taken back, but media may still flow: repeat this.',
  );
}
