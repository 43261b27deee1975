import fp from 'fastify-plugin';
import { can, type RoomAction } from '../permissions.ts';
import { Problem } from '../problems.ts';
import type { ParticipantRepository } from '../repositories/participants.ts';

type Standing = NonNullable<Awaited<ReturnType<ParticipantRepository['findStanding']>>>;

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Looks up what a user is in a room and whether that allows the action.
     * @throws {Problem} `room-not-found`, or `forbidden`.
     */
    authorize(roomId: string, userId: string, action: RoomAction): Promise<Standing>;
  }
}

export default fp(async (app) => {
  app.decorate('authorize', async (roomId, userId, action) => {
    const standing = await app.participants.findStanding(roomId, userId);
    if (!standing) throw new Problem('room-not-found');
    if (!can(standing.role ?? undefined, action)) throw new Problem('forbidden');
    return standing;
  });
});
