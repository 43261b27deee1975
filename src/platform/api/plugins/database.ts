import fp from 'fastify-plugin';
import { Kysely, type KyselyConfig, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { Gauge } from 'prom-client';
import type { Config } from '../config.ts';
import type { Policy } from '../policy.ts';
import { createParticipantRepository, type ParticipantRepository } from '../repositories/participants.ts';
import { createRoomRepository, type RoomRepository } from '../repositories/rooms.ts';
import type { Tables } from '../repositories/tables.ts';
import { createUserRepository, type UserRepository } from '../repositories/users.ts';
import { type Databases, singleDatabase } from '../shards/databases.ts';
import { shardedDatabases } from '../shards/sharded-databases.ts';

declare module 'fastify' {
  interface FastifyInstance {
    pool: Pool;
    /** That of the directory and those of the other shards. */
    pools: readonly Pool[];
    databases: Databases;
    users: UserRepository;
    rooms: RoomRepository;
    participants: ParticipantRepository;
  }
}

/**
 * The connection pools and the repositories over them. Connections are opened at need: the worker starts without any, and
 * refuses to start only when the databases are there and are not the shards that it was told of.
 */
export default fp<{ config: Config; policy: Policy }>(async (app, { config, policy }) => {
  const { url, shardUrls, poolSize } = config.database;
  const openPool = (connectionString: string) => {
    const pool = new Pool({
      connectionString,
      max: poolSize,
      application_name: config.worker,
      connectionTimeoutMillis: 3000,
      statement_timeout: 5000,
    });
    // An idle connection that breaks is reported by the pool and replaced. One that breaks between two statements of a
    // transaction reports itself; the next statement fails then. Without these listeners either would end the process.
    pool.on('error', (error) => app.log.warn({ err: error }, 'an idle database connection broke'));
    pool.on('connect', (client) => {
      client.on('error', (error) => app.log.warn({ err: error }, 'a database connection broke'));
    });
    return pool;
  };
  const pool = openPool(url);
  const pools = [pool, ...shardUrls.map(openPool)] as const;
  const log: NonNullable<KyselyConfig['log']> = (event) => {
    const { query, queryDurationMillis: durationMs } = event;
    app.metrics.databaseDuration.observe(durationMs / 1000);
    const error = event.level === 'error' ? event.error : undefined;
    // The text has placeholders where the values were, so it says nothing of anyone.
    app.tracing.ended(
      'postgresql',
      { 'db.system.name': 'postgresql', 'db.query.text': query.sql },
      durationMs,
      error,
    );
  };
  const databases =
    shardUrls.length === 0
      ? singleDatabase(new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), log }))
      : await shardedDatabases({
          pools,
          log,
          times: policy.shardMap,
          onError: (error) => app.log.warn({ err: error }, 'the bucket map was not read'),
        });
  const { directory } = databases;
  new Gauge({
    name: 'gomeet_database_pool_connections',
    help: 'Connections of the pools, and requests that wait for one',
    labelNames: ['state'],
    registers: [app.metrics.registry],
    collect() {
      const counts = pools.map(({ totalCount, idleCount, waitingCount }) => ({
        busy: totalCount - idleCount,
        idle: idleCount,
        waiting: waitingCount,
      }));
      for (const state of ['busy', 'idle', 'waiting'] as const)
        this.set(
          { state },
          counts.reduce((sum, count) => sum + count[state], 0),
        );
    },
  });
  app.decorate('pool', pool);
  app.decorate('pools', pools);
  app.decorate('databases', databases);
  app.decorate('users', createUserRepository(directory));
  app.decorate('rooms', createRoomRepository(app.databases));
  app.decorate('participants', createParticipantRepository(app.databases));
  app.addHook('onClose', () => databases.destroy());
});
