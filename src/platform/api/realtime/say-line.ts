import type { FastifyInstance } from 'fastify';
import type { Spoken } from '../repositories/messages.ts';
import type { ClientMessage } from './client-messages.ts';
import type { Connection } from './connection.ts';

/** Why a line was not taken: the code of the error, and what to do about it. */
export const silences: Readonly<
  Record<Exclude<Spoken['outcome'], 'said'>, readonly [code: string, message: string]>
> = {
  'not-in-room': ['not-in-room', 'Join a room first.'],
  observer: ['forbidden', 'An observer of a meeting does not write in it.'],
  'chat-off': ['forbidden', 'The conversation of this room is switched off.'],
  'moderators-only': ['forbidden', 'Only moderators write in this room.'],
  ended: ['room-ended', 'The meeting is over.'],
  missing: ['room-ended', 'The meeting is over.'],
};

/** Says a line in a room and tells whoever said it when it is safe. */
export async function sayLine(
  app: FastifyInstance,
  connection: Connection,
  { roomId, userId }: { roomId: string; userId: string },
  { text, clientId, ref }: Extract<ClientMessage, { type: 'chat' }>,
): Promise<void> {
  let spoken: Spoken;
  try {
    spoken = await app.chat.say(roomId, { userId, text, clientId });
  } catch (error) {
    // It may be in the database all the same: with a clientId, sending it again is safe.
    app.log.warn({ err: error }, 'chat');
    const why = 'The line was not confirmed; send it again in a moment, with the same clientId.';
    connection.send({ type: 'error', code: 'unavailable', message: why, ref });
    return;
  }
  if (spoken.outcome === 'said') {
    connection.send({ type: 'chat_accepted', roomId, sequence: spoken.line.sequence, clientId, ref });
    return;
  }
  const [code, message] = silences[spoken.outcome];
  connection.send({ type: 'error', code, message, ref });
}
