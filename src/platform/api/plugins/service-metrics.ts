import fp from 'fastify-plugin';
import type { Redis } from 'ioredis';
import { type Kysely, sql } from 'kysely';
import { Gauge } from 'prom-client';
import type { Tables } from '../repositories/tables.ts';

/** Scrapes within this time share one look at the services. */
const sharedForMs = 5000;

/** Figures by shard; none where the look failed, so that a gauge shows nothing instead of an old value. */
type Figures = ReadonlyMap<string, number>;

/** Asks at most once in a while, whoever asks. */
function shared<T>(look: () => Promise<T>): () => Promise<T> {
  let last: { readonly atMs: number; readonly result: Promise<T> } | undefined;
  return () => {
    const nowMs = performance.now();
    if (!last || nowMs - last.atMs > sharedForMs) last = { atMs: nowMs, result: look() };
    return last.result;
  };
}

async function askEach(
  databases: readonly Kysely<Tables>[],
  ask: (database: Kysely<Tables>) => Promise<number | null | undefined>,
): Promise<Figures> {
  const answers = await Promise.allSettled(databases.map(ask));
  const figures = answers.flatMap((answer, shard) =>
    answer.status === 'fulfilled' && typeof answer.value === 'number'
      ? [[String(shard), answer.value] as const]
      : [],
  );
  return new Map(figures);
}

const backends = async (database: Kysely<Tables>) =>
  (
    await sql<{ value: number }>`
      SELECT numbackends AS value FROM pg_stat_database WHERE datname = current_database()`.execute(database)
  ).rows[0]?.value;

/** Fails where the extension is missing or not loaded: then there is no figure. */
const meanStatementSeconds = async (database: Kysely<Tables>) =>
  (
    await sql<{ value: number | null }>`
      SELECT sum(total_exec_time) / nullif(sum(calls), 0) / 1000 AS value FROM pg_stat_statements
      WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())`.execute(database)
  ).rows[0]?.value;

async function askRedis(redis: Redis): Promise<Readonly<Record<string, number>>> {
  const lines = [await redis.info('memory'), await redis.info('clients')]
    .join('\n')
    .matchAll(/^(\w+):(\d+)\r?$/gm);
  return Object.fromEntries([...lines].map(([, name, value]) => [name, Number(value)]));
}

/** What PostgreSQL and Redis say of themselves. Every worker tells it: take the maximum over workers, not the sum. */
export default fp(async (app) => {
  const registers = [app.metrics.registry];
  const { all } = app.databases;
  const database = (name: string, help: string, look: () => Promise<Figures>) =>
    new Gauge({
      name,
      help,
      labelNames: ['shard'],
      registers,
      async collect() {
        this.reset();
        for (const [shard, value] of await look()) this.set({ shard }, value);
      },
    });
  database(
    'pg_stat_database_numbackends',
    'Connections to the database',
    shared(() => askEach(all, backends)),
  );
  database(
    'pg_stat_statements_mean_time_seconds',
    'Mean time of a statement since the statistics began',
    shared(() => askEach(all, meanStatementSeconds)),
  );
  const redis = shared(() => askRedis(app.redis).catch(() => ({}) as Record<string, number>));
  for (const [name, help, field] of [
    ['redis_memory_used_bytes', 'Memory that Redis has allocated', 'used_memory'],
    ['redis_connected_clients', 'Clients connected to Redis', 'connected_clients'],
  ] as const) {
    new Gauge({
      name,
      help,
      registers,
      async collect() {
        this.reset();
        const value = (await redis())[field];
        if (value !== undefined) this.set(value);
        else this.remove();
      },
    });
  }
});
