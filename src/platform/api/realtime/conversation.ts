import type { FastifyInstance } from 'fastify';
import type { Account } from '../auth/access-token.ts';
import type { ClientMessage } from './client-messages.ts';
import type { Connection } from './connection.ts';
import { enterRoom, waitForRoom } from './enter-room.ts';
import { CloseCode, type PersonState } from './messages.ts';
import { switchRecording } from './recording-switch.ts';
import { replay } from './replay.ts';
import { sayLine } from './say-line.ts';

/** Answers one message of a client. The messages of one connection are answered one after the other. */
export async function answer(
  app: FastifyInstance,
  connection: Connection,
  message: ClientMessage,
): Promise<void> {
  const { ref } = message;
  if (message.type === 'authenticate') {
    await authenticate(app, connection, message.ticket, ref);
    return;
  }
  const { account } = connection;
  if (!account) {
    const why = 'Send {type:"authenticate", ticket} first.';
    connection.refuse(CloseCode.unauthenticated, 'unauthenticated', why, ref);
    return;
  }
  switch (message.type) {
    case 'join_room':
      return enterRoom(app, connection, account, message);
    case 'wait_room':
      return waitForRoom(app, connection, account, message);
    case 'quality':
      app.quality.observe(message);
      return;
    case 'offer':
    case 'answer':
    case 'ice-candidate': {
      const why = `"${message.type}" is not taken here: clients negotiate media with LiveKit, at the address that joining gave.`;
      connection.send({ type: 'error', code: 'media-negotiation', message: why, ref });
      return;
    }
    case 'leave_room':
      if (connection.roomId === undefined) break;
      connection.send({ type: 'left', roomId: connection.roomId, ref });
      app.hub.exit(connection);
      return;
  }
  const { roomId, role } = connection;
  if (message.type === 'leave_room' || roomId === undefined || role === undefined) {
    connection.send({ type: 'error', code: 'not-in-room', message: 'Join a room first.', ref });
    return;
  }
  await answerInRoom(app, connection, { roomId, account }, message);
}

/** What only those in a room say. */
type RoomMessage = Exclude<
  ClientMessage,
  {
    type:
      | 'authenticate'
      | 'join_room'
      | 'wait_room'
      | 'leave_room'
      | 'quality'
      | 'offer'
      | 'answer'
      | 'ice-candidate';
  }
>;

async function answerInRoom(
  app: FastifyInstance,
  connection: Connection,
  { roomId, account }: { roomId: string; account: Account },
  message: RoomMessage,
): Promise<void> {
  const { userId } = account;
  const show = (state: Partial<PersonState>) => app.hub.showState(roomId, userId, state);
  switch (message.type) {
    case 'chat':
      return sayLine(app, connection, { roomId, userId }, message);
    case 'resync':
      return replay(app, connection, { roomId, userId }, message.after, message.ref);
    case 'typing':
      return app.hub.publish(roomId, { type: 'typing', userId, active: message.active });
    case 'reaction':
      return app.hub.publish(roomId, { type: 'reaction', userId, emoji: message.emoji });
    case 'hand':
      return show({ hand: message.raised });
    case 'mute':
      return show({ audio: !message.muted });
    case 'video':
      return show({ video: message.enabled });
    case 'screen_share':
      return show({ screen: message.active });
    case 'recording':
      return switchRecording(app, connection, { account, roomId }, message);
  }
}

async function authenticate(
  app: FastifyInstance,
  connection: Connection,
  ticket: string,
  ref: string | undefined,
) {
  if (connection.account) {
    connection.refuse(CloseCode.malformed, 'already-authenticated', 'This connection is authenticated.', ref);
    return;
  }
  const account = await app.tickets.redeem(ticket);
  if (!account) {
    const why = 'The ticket is unknown, used or expired.';
    connection.refuse(CloseCode.unauthenticated, 'invalid-ticket', why, ref);
    return;
  }
  // The session may have ended since it bought the ticket, when there was no socket yet that could be closed.
  if (await app.sessions.isEnded(account.sessionId)) {
    connection.endSession();
    return;
  }
  if (!connection.open) return;
  connection.account = account;
  app.presence.enter(account.userId);
  connection.send({ type: 'authenticated', userId: account.userId, ref });
}
