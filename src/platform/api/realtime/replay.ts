import type { FastifyInstance } from 'fastify';
import type { Connection } from './connection.ts';

/** Lines that one request brings at most; the answer says whether there are more, and the client asks again. */
const maxLines = 400;
/** Read and sent at once. The longest line is 24 kB as JSON, so that a page of them stays below the backlog at which a client is cut. */
const pageLines = 40;

/**
 * Sends a connection the lines after a number, as far as the room has been told them. Meanwhile it hears no new ones: what is
 * said in the meantime is sent as well, and then it hears again, so that every line comes once and in the order of the numbers.
 */
export async function replay(
  app: FastifyInstance,
  connection: Connection,
  { roomId, userId }: { roomId: string; userId: string },
  after: number,
  ref: string | undefined,
): Promise<void> {
  connection.hearing = false;
  let last = after;
  let left = maxLines;
  try {
    while (left > 0 && last < deliveredIn(app, roomId) && connection.backlogBytes === 0) {
      const limit = Math.min(left, pageLines);
      const lines = await app.messages.read(roomId, userId, { after: last, limit });
      if (connection.roomId !== roomId) return;
      // A line that is in the database and not yet told to the room here will be told to this connection as to all.
      const told = lines.filter(({ sequence }) => sequence <= deliveredIn(app, roomId));
      for (const line of told) connection.send({ type: 'chat_message', roomId, ...line });
      last = told.at(-1)?.sequence ?? deliveredIn(app, roomId);
      left -= limit;
    }
  } finally {
    if (connection.roomId === roomId) connection.hearing = true;
  }
  const complete = last >= deliveredIn(app, roomId);
  connection.send({ type: 'resynced', roomId, after, lastSequence: last, complete, ref });
}

const deliveredIn = (app: FastifyInstance, roomId: string) => app.hub.room(roomId)?.lines.delivered ?? 0;
