import type { FastifyInstance } from 'fastify';
import type { Account } from '../auth/access-token.ts';
import { Problem } from '../problems.ts';
import type { ClientMessage } from './client-messages.ts';
import type { Connection } from './connection.ts';
import { CloseCode } from './messages.ts';
import { replay } from './replay.ts';

type Message<T extends ClientMessage['type']> = Extract<ClientMessage, { type: T }>;

/** Takes a connection into a room where its account has a seat, which joining by REST gave. */
export async function enterRoom(
  app: FastifyInstance,
  connection: Connection,
  account: Account,
  message: Message<'join_room'>,
): Promise<void> {
  const { roomId, lastSequence, ref } = message;
  if (!stepForward(app, connection, roomId, ref)) return;
  const { userId } = account;
  try {
    const [before, avatars] = await Promise.all([
      checkEntry(app, roomId, account),
      app.directory.findAvatars([userId]),
    ]);
    if (!connection.open) return;
    const avatarUrl = avatars.get(userId);
    await app.hub.enter(connection, roomId, {
      userId,
      name: before.display_name ?? '',
      role: roleOf(before),
      ...(avatarUrl !== undefined && { avatarUrl }),
    });
    // Asked again: what happened to the room before the worker heard it is in the database, what happens now is heard.
    const standing = await checkEntry(app, roomId, account);
    const room = app.hub.room(roomId);
    // Whoever has heard more than this worker did so on another: what it lacks is read before the conversation goes on.
    if (room && lastSequence !== undefined && lastSequence > room.lines.delivered)
      await app.hub.catchUp(room);
    // Taken out in the meantime, and told so.
    if (!room || connection.roomId !== roomId) return;
    connection.role = roleOf(standing);
    connection.hearing = lastSequence === undefined;
    connection.send({
      type: 'joined',
      roomId,
      role: connection.role,
      participantId: standing.participant_id,
      participantCount: standing.participant_count ?? 0,
      lastSequence: room.lines.delivered,
      states: room.presence.states(),
      settings: room.settings,
      recording: room.recording,
      ref,
    });
    if (lastSequence !== undefined)
      await replay(app, connection, { roomId, userId }, lastSequence, undefined);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    app.hub.exit(connection);
    const closeCode = error.code === 'room-not-found' ? CloseCode.notFound : CloseCode.forbidden;
    connection.refuse(closeCode, error.code, error.message, ref);
  }
}

/** Lets somebody whom joining told to wait hear what becomes of it. */
export async function waitForRoom(
  app: FastifyInstance,
  connection: Connection,
  { userId }: Account,
  { roomId, ref }: Message<'wait_room'>,
): Promise<void> {
  if (!stepForward(app, connection, roomId, ref)) return;
  await app.hub.wait(connection, roomId);
  // Asked after the worker hears the room, so that a decision is either found here or heard.
  const status = await app.liveRooms.findWaiting(roomId, userId);
  if (connection.roomId !== roomId) return;
  if (status === undefined) {
    app.hub.exit(connection);
    const why = 'Ask to be let in first: POST /api/v1/rooms/{roomId}/join.';
    connection.send({ type: 'error', code: 'not-waiting', message: why, ref });
    return;
  }
  connection.send({ type: 'waiting', roomId, ref });
  if (status !== 'waiting') connection.send({ type: status, roomId });
}

/**
 * A connection is in one room. One that waits for a room leaves its waiting room by entering. One that has closed goes nowhere:
 * nobody would take it out again.
 */
function stepForward(
  app: FastifyInstance,
  connection: Connection,
  roomId: string,
  ref: string | undefined,
): boolean {
  if (!connection.open) return false;
  const waits = connection.role === undefined && connection.roomId === roomId;
  if (connection.roomId === undefined || waits) {
    app.hub.exit(connection);
    return true;
  }
  const message = 'A connection is in one room: leave it first.';
  connection.send({ type: 'error', code: 'already-in-room', message, ref });
  return false;
}

type RoomStanding = Awaited<ReturnType<FastifyInstance['authorize']>>;

const roleOf = ({ role, owner }: RoomStanding) => role ?? (owner ? 'host' : 'participant');

/** @throws {Problem} why the user may not enter. */
async function checkEntry(app: FastifyInstance, roomId: string, account: Account): Promise<RoomStanding> {
  const standing = await app.authorize(roomId, account, 'enter-signaling');
  if (standing.status !== 'active') throw new Problem('room-ended');
  return standing;
}
