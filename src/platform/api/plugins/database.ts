import fp from 'fastify-plugin';
import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { Gauge } from 'prom-client';
import type { Config } from '../config.ts';
import { createParticipantRepository, type ParticipantRepository } from '../repositories/participants.ts';
import { createRoomRepository, type RoomRepository } from '../repositories/rooms.ts';
import type { Tables } from '../repositories/tables.ts';
import { createUserRepository, type UserRepository } from '../repositories/users.ts';
import { type Databases, singleDatabase } from '../shards/databases.ts';

declare module 'fastify' {
  interface FastifyInstance {
    pool: Pool;
    databases: Databases;
    users: UserRepository;
    rooms: RoomRepository;
    participants: ParticipantRepository;
  }
}

/** The connection pool and the repositories over it. Connections are opened at need: the worker starts without any. */
export default fp<{ config: Config }>(async (app, { config }) => {
  const pool = new Pool({
    connectionString: config.database.url,
    max: config.database.poolSize,
    application_name: config.worker,
    connectionTimeoutMillis: 3000,
    statement_timeout: 5000,
  });
  // An idle connection that breaks is reported here and replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => app.log.warn({ err: error }, 'an idle database connection broke'));
  const database = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    log: (event) => app.metrics.databaseDuration.observe(event.queryDurationMillis / 1000),
  });
  new Gauge({
    name: 'gomeet_database_pool_connections',
    help: 'Connections of the pool, and requests that wait for one',
    labelNames: ['state'],
    registers: [app.metrics.registry],
    collect() {
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'waiting' }, pool.waitingCount);
    },
  });
  app.decorate('pool', pool);
  app.decorate('databases', singleDatabase(database));
  app.decorate('users', createUserRepository(database));
  app.decorate('rooms', createRoomRepository(app.databases));
  app.decorate('participants', createParticipantRepository(app.databases));
  app.addHook('onClose', () => database.destroy());
});
