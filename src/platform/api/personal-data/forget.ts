import type { FastifyInstance, FastifyRequest } from 'fastify';
import { forgetAccount, forgetInRooms } from '../repositories/personal-data.ts';

/**
 * Forgets an account: first what rooms know of it, last the account, so that its owner can log in and repeat it when it
 * failed halfway. Everyone in a room that is gone, and the person wherever they are, is put out at once.
 */
export async function forgetPerson(
  app: FastifyInstance,
  request: FastifyRequest,
  account: { readonly id: string; readonly email: string },
): Promise<void> {
  const { id: userId, email } = account;
  const { roomIds, seatedIn } = await forgetInRooms(app.databases, userId, email);
  for (const roomId of roomIds) app.hub.publish(roomId, { type: 'ended' });
  for (const roomId of seatedIn) app.hub.publish(roomId, { type: 'removed', userId });
  // Whom the media server does not let go of now, it lets go of when they leave: their seats are gone already.
  const media = await Promise.allSettled([
    ...roomIds.map((roomId) => app.livekit.deleteRoom(roomId)),
    ...seatedIn.map((roomId) => app.livekit.removeParticipant(roomId, userId)),
  ]);
  for (const result of media) {
    if (result.status === 'rejected')
      request.log.warn({ err: result.reason }, 'media of a forgotten account');
  }
  await app.sessions.endAll(userId, 'account-changed');
  await forgetAccount(app.databases, userId);
  // After the account is gone, and without the address of the request: the log outlives the person.
  await app.audit({
    action: 'account.forgotten',
    actorId: userId,
    subject: { type: 'user', id: userId },
  });
}
