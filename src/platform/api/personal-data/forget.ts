import type { FastifyInstance, FastifyRequest } from 'fastify';
import { forgetAccount, forgetInRooms, ownRooms } from '../repositories/personal-data.ts';

/** Recordings looked at in one go; a room has a few. */
const recordingsAtOnce = 100;

/** Deletes the files of a room's recordings. @throws {Problem} `recording-unavailable` while they cannot be deleted. */
async function deleteRecordings(app: FastifyInstance, roomId: string): Promise<void> {
  const { recordings } = app;
  for (;;) {
    const rows = await recordings.rows.listOfRoom(roomId, recordingsAtOnce, undefined);
    for (const row of rows) {
      if (row.status === 'recording' && row.engine_id !== null)
        await recordings.engineOf(row).stop(row.engine_id);
      await recordings.delete(row);
    }
    if (rows.length < recordingsAtOnce) return;
  }
}

/** Waits for orders to the media server. What it does not do now ends by itself: the seats are gone already. */
async function carryOut(request: FastifyRequest, orders: Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(orders)) {
    if (result.status === 'rejected')
      request.log.warn({ err: result.reason }, 'media of a forgotten account');
  }
}

/**
 * Forgets an account: first its rooms and their recordings, then what other rooms know of it, last the account, so that its
 * owner can log in and repeat it when it failed halfway. Everyone in a room that goes, and the person everywhere, is put out
 * at once.
 *
 * @throws {Problem} `recording-unavailable` while the files of recordings cannot be deleted
 */
export async function forgetPerson(
  app: FastifyInstance,
  request: FastifyRequest,
  account: { readonly id: string; readonly email: string },
): Promise<void> {
  const { id: userId, email } = account;
  for (const ownRoom of await ownRooms(app.databases, userId)) {
    const over = await app.rooms.end(ownRoom);
    for (const roomId of over) app.hub.publish(roomId, { type: 'ended' });
    await carryOut(
      request,
      over.map((roomId) => app.livekit.deleteRoom(roomId)),
    );
    for (const roomId of over) await deleteRecordings(app, roomId);
  }
  const seatedIn = await forgetInRooms(app.databases, userId, email);
  for (const roomId of seatedIn) app.hub.publish(roomId, { type: 'removed', userId, banned: false });
  await carryOut(
    request,
    seatedIn.map((roomId) => app.livekit.removeParticipant(roomId, userId)),
  );
  await app.sessions.endAll(userId, 'account-changed');
  await forgetAccount(app.databases, userId);
  // Without the address of the request, as the log outlives the person.
  await app.audit({
    action: 'account.forgotten',
    actorId: userId,
    subject: { type: 'user', id: userId },
  });
}
