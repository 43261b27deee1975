import type { FastifyInstance } from 'fastify';
import type { Account } from '../auth/access-token.ts';
import { Problem } from '../problems.ts';
import type { Connection } from './connection.ts';
import { type ClientMessage, CloseCode } from './messages.ts';

/** Answers one message of a client. The messages of one connection are answered one after the other. */
export async function answer(
  app: FastifyInstance,
  connection: Connection,
  message: ClientMessage,
): Promise<void> {
  const { ref } = message;
  if (message.type === 'authenticate') {
    await authenticate(app, connection, message);
    return;
  }
  if (!connection.account) {
    connection.refuse(
      CloseCode.unauthenticated,
      'unauthenticated',
      'Send {type:"authenticate", ticket} first.',
      ref,
    );
    return;
  }
  switch (message.type) {
    case 'join_room':
      await joinRoom(app, connection, connection.account, message);
      break;
    case 'leave_room': {
      const { roomId } = connection;
      app.hub.exit(connection);
      if (roomId === undefined)
        connection.send({ type: 'error', code: 'not-in-room', message: 'There is no room to leave.', ref });
      else connection.send({ type: 'left', roomId, ref });
      break;
    }
    case 'chat':
      await chat(app, connection, connection.account.userId, message);
      break;
    default:
      connection.send({
        type: 'error',
        code: 'media-negotiation',
        message: `"${message.type}" is not taken here: clients negotiate media with LiveKit, at the address that joining gave.`,
        ref,
      });
  }
}

type Message<T extends ClientMessage['type']> = Extract<ClientMessage, { type: T }>;

async function authenticate(app: FastifyInstance, connection: Connection, message: Message<'authenticate'>) {
  const { ref } = message;
  if (connection.account) {
    connection.refuse(CloseCode.malformed, 'already-authenticated', 'This connection is authenticated.', ref);
    return;
  }
  const account = await app.tickets.redeem(message.ticket);
  if (!account) {
    connection.refuse(
      CloseCode.unauthenticated,
      'invalid-ticket',
      'The ticket is unknown, used or expired.',
      ref,
    );
    return;
  }
  connection.account = account;
  connection.send({ type: 'authenticated', userId: account.userId, ref });
}

async function joinRoom(
  app: FastifyInstance,
  connection: Connection,
  account: Account,
  message: Message<'join_room'>,
) {
  const { roomId, ref } = message;
  if (connection.roomId !== undefined) {
    connection.send({
      type: 'error',
      code: 'already-in-room',
      message: 'A connection is in one room: leave it first.',
      ref,
    });
    return;
  }
  try {
    const { display_name: name } = await checkEntry(app, roomId, account);
    if (!connection.open) return;
    await app.hub.enter(connection, roomId, { userId: account.userId, name: name ?? '' });
    // Asked again: what happened to the room before the worker heard it is in the database, what happens now is heard.
    const standing = await checkEntry(app, roomId, account);
    // Taken out in the meantime, and told so.
    if (connection.roomId !== roomId) return;
    connection.role = standing.role ?? (standing.owner ? 'host' : 'participant');
    connection.send({
      type: 'joined',
      roomId,
      role: connection.role,
      participantId: standing.participant_id,
      participantCount: standing.participant_count ?? 0,
      ref,
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    app.hub.exit(connection);
    const closeCode = error.code === 'room-not-found' ? CloseCode.notFound : CloseCode.forbidden;
    connection.refuse(closeCode, error.code, error.message, ref);
  }
}

async function chat(app: FastifyInstance, connection: Connection, userId: string, message: Message<'chat'>) {
  const { ref, text } = message;
  const { roomId, role } = connection;
  const refuse = (code: string, why: string) => connection.send({ type: 'error', code, message: why, ref });
  if (roomId === undefined) {
    refuse('not-in-room', 'Join a room first.');
    return;
  }
  if (role === 'observer') {
    refuse('forbidden', 'An observer of a meeting does not write in it.');
    return;
  }
  try {
    const sequence = await app.hub.say(roomId, userId, text);
    connection.send({ type: 'chat_accepted', roomId, sequence, ref });
  } catch (error) {
    app.log.warn({ err: error }, 'chat');
    refuse('unavailable', 'The line was not delivered; send it again in a moment.');
  }
}

/** @throws {Problem} why the user may not enter. */
async function checkEntry(app: FastifyInstance, roomId: string, account: Account) {
  const standing = await app.authorize(roomId, account, 'enter-signaling');
  if (standing.status !== 'active') throw new Problem('room-ended');
  return standing;
}
