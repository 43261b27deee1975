import type { FastifyInstance } from 'fastify';
import type { Account } from '../auth/access-token.ts';
import { Problem } from '../problems.ts';
import type { ClientMessage } from './client-messages.ts';
import type { Connection } from './connection.ts';

/**
 * Starts or stops a recording as the REST endpoints do, whose routes a process that only holds sockets has not: what decides who may
 * record is the same. Success is told to the whole room by the event `recording`, refusal to whoever asked.
 */
export async function switchRecording(
  app: FastifyInstance,
  connection: Connection,
  { account, roomId }: { account: Account; roomId: string },
  { active, ref }: Extract<ClientMessage, { type: 'recording' }>,
): Promise<void> {
  const refuse = (code: string, message: string) => connection.send({ type: 'error', code, message, ref });
  if (!active && (await app.liveRooms.findRunningRecording(roomId)) === undefined)
    return refuse('not-recording', 'The room is not being recorded.');
  const { recordings } = app;
  try {
    const row = active ? await recordings.start(roomId, account) : await recordings.stop(roomId, account);
    await app.audit({
      action: active ? 'recording.started' : 'recording.stopped',
      actorId: account.userId,
      subject: { type: 'recording', id: row.id },
    });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    refuse(error.code, error.message);
  }
}
