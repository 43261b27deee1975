/**
 * The yardstick: the statements of joining and of saying a line behind bare Fastify, bare ws and bare pg, with no accounts,
 * no checks, no limits, no ordering and one worker. Its port is PORT, its database DATABASE_URL.
 */
import Fastify from 'fastify';
import { Pool } from 'pg';
import { type WebSocket, WebSocketServer } from 'ws';

const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const app = Fastify({ logger: false });

app.post<{ Params: { roomId: string; userId: string } }>('/join/:roomId/:userId', async (request) => {
  const { roomId, userId } = request.params;
  const account = await pool.query(
    `SELECT id, email, status, concat_ws(' ', first_name, last_name) AS name FROM users WHERE id = $1`,
    [userId],
  );
  const seat = await pool.query('SELECT * FROM join_room($1::uuid, $2::uuid, $3, NULL)', [
    roomId,
    userId,
    account.rows[0].name,
  ]);
  return seat.rows[0];
});

/** Everyone who is connected is in the one room. */
const members = new Set<WebSocket>();
const server = new WebSocketServer({ server: app.server, perMessageDeflate: false });
server.on('connection', (socket, request) => {
  const [, roomId, userId] = (request.url ?? '').split('/');
  members.add(socket);
  socket.on('close', () => members.delete(socket));
  socket.on('message', async (data) => {
    const { text } = JSON.parse(data.toString());
    const { rows } = await pool.query('SELECT * FROM say_in_room($1::uuid, $2::jsonb)', [
      roomId,
      JSON.stringify([{ userId, text }]),
    ]);
    const frame = Buffer.from(
      JSON.stringify({ type: 'chat_message', roomId, sequence: rows[0].line_sequence, text }),
    );
    for (const member of members) member.send(frame, { binary: false });
  });
});

await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
