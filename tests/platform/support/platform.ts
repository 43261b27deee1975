import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { Client } from 'pg';
import { type AppOptions, buildApp } from '../../../src/platform/api/app.ts';
import type { Config } from '../../../src/platform/api/config.ts';
import { applyMigrations, readMigrations } from '../../../src/platform/api/migrations.ts';
import { type Postgres, type Service, startPostgres, startRedis } from './services.ts';

/** The services behind the API, and the workers that a test file started on them. */
export interface Platform {
  readonly postgres: Postgres;
  redis: Service;
  readonly config: Config;
  /** Starts one more worker, ready for `inject`. */
  startWorker(options?: AppOptions & { config?: Partial<Config> }): Promise<FastifyInstance>;
  stop(): Promise<void>;
}

/** A worker's settings but for its services and its key. Nothing listens at the media server's address: what that does is tested where one is started. */
export const testConfig: Omit<Config, 'database' | 'redisUrl' | 'accessTokenPrivateKey'> = {
  host: '127.0.0.1',
  port: 0,
  reusePort: false,
  adminHost: '127.0.0.1',
  adminPort: 0,
  worker: 'api-1',
  roles: ['auth', 'meeting', 'signaling', 'chat'],
  web: { publicUrl: 'http://127.0.0.1:8080', allowedOrigins: [], trustedProxies: [], root: undefined },
  redisSentinels: undefined,
  livekit: {
    clientUrl: 'ws://127.0.0.1:1',
    apiUrl: 'http://127.0.0.1:1',
    apiKey: 'test-key',
    apiSecret: randomBytes(32).toString('hex'),
  },
  dataKeys: [{ id: 'test', key: randomBytes(32) }],
  emailVerification: 'optional',
  mail: undefined,
  push: undefined,
  webhooksToPrivateAddresses: true,
  recording: { egress: undefined, recorder: undefined },
  retention: { messageMonths: undefined, auditDays: 400 },
  tracing: undefined,
  logLevel: 'silent',
};

/** PostgreSQL with the newest schema in a database of its own, and Redis; both real, both gone after `stop`. */
export async function startPlatform({ durable = false } = {}): Promise<Platform> {
  const [postgres, redis] = await Promise.all([startPostgres({ durable }), startRedis()]);
  const databaseUrl = await createDatabase(postgres);
  const { privateKey } = generateKeyPairSync('ed25519');
  const config: Config = {
    ...testConfig,
    database: { url: databaseUrl, poolSize: 10, shardUrls: [] },
    redisUrl: redis.url,
    accessTokenPrivateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
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
