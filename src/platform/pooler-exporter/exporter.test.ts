import { once } from 'node:events';
import { createServer as createTcpServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createExporter, type Pool, readPools } from './exporter.ts';

const running: Server[] = [];
afterEach(() => {
  for (const server of running.splice(0)) server.close();
});

async function portOf(server: Server): Promise<number> {
  running.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}

async function page(pools: () => Promise<readonly Pool[]>): Promise<string> {
  const port = await portOf(createExporter(pools));
  return (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
}

test('each pool in the names of pgbouncer_exporter', async () => {
  const text = await page(async () => [
    { database: 'gomeet', user: 'gomeet', activeClients: 7, waitingClients: 2 },
  ]);
  expect(text).toContain('pgbouncer_up 1\n');
  expect(text).toContain('pgbouncer_pools_client_active_connections{database="gomeet",user="gomeet"} 7\n');
  expect(text).toContain('pgbouncer_pools_client_waiting_connections{database="gomeet",user="gomeet"} 2\n');
});

test('a pooler that is away, or says nothing, is down and has no pools', async () => {
  const mute = await portOf(createTcpServer());
  for (const adminUrl of [
    `postgres://a:b@127.0.0.1:${mute}/pgbouncer`,
    'postgres://a:b@127.0.0.1:1/pgbouncer',
  ]) {
    const text = await page(() => readPools(adminUrl));
    expect(text).toContain('pgbouncer_up 0\n');
    expect(text).not.toContain('connections{');
  }
});
