import fp from 'fastify-plugin';
import type { Account } from '../auth/access-token.ts';
import { can, type RoomAction, type Standing } from '../permissions.ts';
import { Problem } from '../problems.ts';
import type { ParticipantRepository } from '../repositories/participants.ts';

type Row = NonNullable<Awaited<ReturnType<ParticipantRepository['findStanding']>>>;

/** What the database knows of an account and a room, and what follows from it. */
export type RoomStanding = Row & { readonly standing: Standing };

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Looks up what an account is to a room and whether that allows the action.
     * @throws {Problem} `room-not-found` for those who may not even know the room, `forbidden` for the others.
     */
    authorize(roomId: string, account: Account, action: RoomAction): Promise<RoomStanding>;
  }
}

export default fp(async (app) => {
  app.decorate('authorize', async (roomId, { userId, admin }, action) => {
    const row = await app.participants.findStanding(roomId, userId);
    if (!row) throw new Problem('room-not-found');
    const { owner, role, former, invited, open } = row;
    const standing: Standing = { admin, owner, role: role ?? undefined, former, invited, open };
    if (!can(standing, 'view')) throw new Problem('room-not-found');
    if (!can(standing, action)) throw new Problem('forbidden');
    return { ...row, standing };
  });
});
