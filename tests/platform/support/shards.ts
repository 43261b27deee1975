import { Client, Pool } from 'pg';
import type { MapTimes } from '../../../src/platform/api/shards/bucket-map.ts';
import type { Databases } from '../../../src/platform/api/shards/databases.ts';
import { shardedDatabases } from '../../../src/platform/api/shards/sharded-databases.ts';
import { createDatabase } from './platform.ts';
import { type Service, startPostgres } from './services.ts';

/** Short enough to wait for; a move and the workers must have the same. */
export const quickTimes: MapTimes = { refreshMs: 50, leaseMs: 100, statementMs: 100 };

/** Several PostgreSQL instances, set up as shards; the first is the directory and has every bucket. */
export interface Shards {
  readonly urls: readonly string[];
  /** The databases as one more worker sees them. */
  connect(): Promise<Databases>;
  query<T extends object>(shard: number, sql: string, values?: unknown[]): Promise<T[]>;
  stop(): Promise<void>;
}

export async function startShards(count: number): Promise<Shards> {
  const services: Service[] = [];
  // One after the other: each wants a core to itself for its first second.
  while (services.length < count) services.push(await startPostgres());
  const urls = await Promise.all(services.map(createDatabase));
  const clients = urls.map((connectionString) => new Client({ connectionString }));
  for (const [shard, client] of clients.entries()) {
    await client.connect();
    await client.query('SELECT set_up_shard($1::smallint)', [shard]);
  }
  const opened: Databases[] = [];
  return {
    urls,
    connect: async () => {
      const databases = await openShards(urls);
      opened.push(databases);
      return databases;
    },
    query: async <T extends object>(shard: number, sql: string, values: unknown[] = []) =>
      ((await clients[shard]?.query<T>(sql, values))?.rows ?? []) as T[],
    stop: async () => {
      await Promise.all(opened.map((databases) => databases.destroy()));
      await Promise.all(clients.map((client) => client.end()));
      await Promise.all(services.map((service) => service.stop()));
    },
  };
}

/** @throws if the list does not fit what is there. */
export function openShards(urls: readonly string[]): Promise<Databases> {
  const [directory, ...others] = urls.map((connectionString) => {
    const pool = new Pool({ connectionString, max: 5, statement_timeout: 5000 });
    // A server that a test stops takes idle connections with it.
    pool.on('error', () => undefined);
    return pool;
  });
  if (!directory) throw new Error('the directory is the first of the shards');
  return shardedDatabases({
    pools: [directory, ...others],
    log: () => undefined,
    onError: (error) => {
      throw error;
    },
    times: quickTimes,
  });
}
