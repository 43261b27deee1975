import type { FastifyInstance } from 'fastify';
import { carryOut } from './end-room.ts';
import { mayShareScreen, type RoomSettings, type SettingChanges } from './room-settings.ts';

/** Orders to the media server under way at once: a room of 500 then takes a second and leaves it time for others. */
const ordersAtOnce = 20;

/**
 * Changes how a room is run, and what follows from it: who waits is let in when there is no waiting room any more, and who
 * may not share a screen any more stops doing so.
 * @throws {Problem} `media-unavailable`: all is stored and told, but screens may still be shared.
 */
export async function changeSettings(
  app: FastifyInstance,
  roomId: string,
  changes: SettingChanges,
  changedBy: string,
): Promise<RoomSettings> {
  const settings = await app.roomSettings.write(roomId, changes);
  app.hub.publish(roomId, { type: 'settings', settings });
  if (changes.waitingRoom === false) await letIn(app, roomId, changedBy);
  if (changes.screenShare !== undefined) await renewRights(app, roomId, settings);
  return settings;
}

/** Admits one person or all who wait. @returns whether there was anybody to admit. */
export async function letIn(
  app: FastifyInstance,
  roomId: string,
  admittedBy: string,
  userId?: string,
): Promise<boolean> {
  const admitted = await app.waiting.admit(roomId, admittedBy, userId);
  for (const one of admitted) app.hub.publish(roomId, { type: 'admission', userId: one, admitted: true });
  if (admitted.length > 0)
    app.hub.publish(roomId, { type: 'waiting', count: await app.waiting.count(roomId) });
  return admitted.length > 0;
}

/** Gives those without a role of their own in the room what its settings let them send. */
async function renewRights(app: FastifyInstance, roomId: string, settings: RoomSettings): Promise<void> {
  const screenShare = mayShareScreen('participant', settings);
  const everybody = await app.participants.idsOf(roomId, ['participant']);
  for (let first = 0; first < everybody.length; first += ordersAtOnce) {
    const orders = everybody
      .slice(first, first + ordersAtOnce)
      .map((userId) => app.livekit.setRights(roomId, userId, { role: 'participant', screenShare }));
    await carryOut(
      Promise.all(orders),
      'The settings are stored, but not in force for everybody: repeat this.',
    );
  }
}
