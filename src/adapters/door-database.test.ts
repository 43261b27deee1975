import { createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { openDatabase } from './door-database.ts';

/** PostgreSQL's first words: AuthenticationOk, ReadyForQuery. */
const welcome = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);

/** A server that lets everybody in and then resets the connection at the first query, as a machine that loses its power. */
async function resettingServer() {
  const welcomed = new Set<Socket>();
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => {
      if (welcomed.has(socket)) socket.resetAndDestroy();
      else socket.write(welcome);
      welcomed.add(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { url: `postgres://u:p@127.0.0.1:${port}/d`, close: () => server.close() };
}

test('a connection that is reset under a query fails that query, and nothing else', async () => {
  const server = await resettingServer();
  const database = openDatabase(server.url, 1_000);
  await expect(database.read()).rejects.toThrow();
  await expect(database.write('sql', 1)).rejects.toThrow();
  await database.close();
  server.close();
});
