import { createServer, type Server } from 'node:http';
import pg from 'pg';
import { Gauge, Registry } from 'prom-client';

/** What a pooler says of one pool (`SHOW POOLS`). */
export interface Pool {
  readonly database: string;
  readonly user: string;
  /** Clients that have a connection to the server, or want none just now. */
  readonly activeClients: number;
  /** Clients that have asked and wait for a connection. */
  readonly waitingClients: number;
}

/**
 * Tells Prometheus of PgBouncer in the names of pgbouncer_exporter 0.11, which the cluster runs beside its poolers; Debian has only one
 * of 2016 with other names. Each scrape asks anew, so a pooler that came back is seen at once.
 *
 * @param readPools rejects while the pooler does not answer; that is told as `pgbouncer_up 0`
 */
export function createExporter(readPools: () => Promise<readonly Pool[]>): Server {
  return createServer(async ({ url }, response) => {
    if (url !== '/metrics') return response.writeHead(url === '/healthz' ? 200 : 404).end();
    const page = await metricsPage(readPools);
    return response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(page);
  });
}

async function metricsPage(readPools: () => Promise<readonly Pool[]>): Promise<string> {
  const registry = new Registry();
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const labels = ['database', 'user'] as const;
  const up = gauge('pgbouncer_up', 'Whether the pooler answers', []);
  const active = gauge('pgbouncer_pools_client_active_connections', 'Clients that are served', labels);
  const waiting = gauge('pgbouncer_pools_client_waiting_connections', 'Clients that wait', labels);
  try {
    for (const { database, user, activeClients, waitingClients } of await readPools()) {
      active.set({ database, user }, activeClients);
      waiting.set({ database, user }, waitingClients);
    }
    up.set(1);
  } catch {
    up.set(0);
  }
  return registry.metrics();
}

/** @param adminUrl of the pooler's own database `pgbouncer` @throws Error when it does not answer within a second */
export async function readPools(adminUrl: string): Promise<Pool[]> {
  const client = new pg.Client({
    connectionString: adminUrl,
    connectionTimeoutMillis: 1_000,
    query_timeout: 1_000,
  });
  // A pooler that is killed in between is told by the query itself.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<Record<string, string>>('SHOW POOLS');
    return rows.map(({ database = '', user = '', cl_active, cl_waiting }) => ({
      database,
      user,
      activeClients: Number(cl_active),
      waitingClients: Number(cl_waiting),
    }));
  } finally {
    // Of a pooler that does not answer, nobody waits for the goodbye.
    void client.end().catch(() => undefined);
  }
}
