import type { FastifyInstance } from 'fastify';
import type { Account } from '../auth/access-token.ts';
import type { ClientMessage } from './client-messages.ts';
import type { Connection } from './connection.ts';

/**
 * Starts or stops a recording exactly as the REST endpoints do, by calling them on behalf of the account: one place decides who may
 * record and what recorders there are. Success is told to the whole room by the event `recording`, refusal to whoever asked.
 */
export async function switchRecording(
  app: FastifyInstance,
  connection: Connection,
  { account, roomId }: { account: Account; roomId: string },
  { active, ref }: Extract<ClientMessage, { type: 'recording' }>,
): Promise<void> {
  const recordings = `/api/v1/rooms/${roomId}/recordings`;
  const running = active ? undefined : await app.liveRooms.findRunningRecording(roomId);
  if (!active && running === undefined) {
    connection.send({
      type: 'error',
      code: 'not-recording',
      message: 'The room is not being recorded.',
      ref,
    });
    return;
  }
  const answer = await app.inject({
    method: 'POST',
    url: active ? recordings : `${recordings}/${running}/stop`,
    headers: { authorization: `Bearer ${await app.accessTokens.sign(account)}` },
  });
  if (answer.statusCode < 300) return;
  const { type = '', detail = 'The recording was not switched.' } = answer.json<{
    type?: string;
    detail?: string;
  }>();
  connection.send({ type: 'error', code: type.replace('/problems/', ''), message: detail, ref });
}
