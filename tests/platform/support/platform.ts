import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { Client } from 'pg';
import { type AppOptions, buildApp } from '../../../src/platform/api/app.ts';
import type { Config } from '../../../src/platform/api/config.ts';
import { applyMigrations, readMigrations } from '../../../src/platform/api/migrations.ts';
import { type Service, startPostgres, startRedis } from './services.ts';

/** The services behind the API, and the workers that a test file started on them. */
export interface Platform {
  readonly postgres: Service;
  redis: Service;
  readonly config: Config;
  /** Starts one more worker, ready for `inject`. */
  startWorker(options?: AppOptions & { config?: Partial<Config> }): Promise<FastifyInstance>;
  stop(): Promise<void>;
}

/** PostgreSQL with the newest schema in a database of its own, and Redis; both real, both gone after `stop`. */
export async function startPlatform(): Promise<Platform> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  const databaseUrl = await createDatabase(postgres);
  const { privateKey } = generateKeyPairSync('ed25519');
  const config: Config = {
    host: '127.0.0.1',
    port: 0,
    reusePort: false,
    adminPort: 0,
    worker: 'api-1',
    database: { url: databaseUrl, poolSize: 10 },
    redisUrl: redis.url,
    // Nothing listens there: what a media server does is tested where one is started.
    livekit: {
      clientUrl: 'ws://127.0.0.1:1',
      apiUrl: 'http://127.0.0.1:1',
      apiKey: 'test-key',
      apiSecret: randomBytes(32).toString('hex'),
    },
    accessTokenPrivateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    logLevel: 'silent',
  };
  const workers: FastifyInstance[] = [];
  const platform: Platform = {
    postgres,
    redis,
    config,
    startWorker: async ({ config: changes, ...options } = {}) => {
      const app = buildApp({ ...config, ...changes }, options);
      workers.push(app);
      await app.ready();
      return app;
    },
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all([postgres.stop(), platform.redis.stop()]);
    },
  };
  return platform;
}

/** @returns the address of a new, migrated database. */
export async function createDatabase(postgres: Service): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const administrator = new Client({ connectionString: postgres.url });
  await administrator.connect();
  await administrator.query(`CREATE DATABASE ${name}`);
  await administrator.end();
  const url = postgres.url.replace(/[^/]*$/, name);
  const client = new Client({ connectionString: url });
  await client.connect();
  await applyMigrations(
    client,
    await readMigrations(new URL('../../../src/platform/api/migrations/', import.meta.url)),
  );
  await client.end();
  return url;
}
