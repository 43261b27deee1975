import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Connections } from '../../adapters/local-target.ts';
import type { Context } from '../../context.ts';
import type { CheckResult } from '../check.ts';
import { readingOf } from '../check-of.ts';
import { type MigrationFile, postgresChecks } from './postgres-checks.ts';
import { redisChecks } from './redis-checks.ts';

type DataNeeds = Pick<Context, 'looks'>;

export const dataIds = [
  'postgres-primary',
  'postgres-replication',
  'postgres-lag',
  'postgres-connections',
  'migrations-pending',
  'redis-replication',
  'sentinel-quorum',
  'redis-memory',
];

/** Asks every PostgreSQL, Redis and Sentinel for itself, past the proxies. */
export async function checkData(ctx: DataNeeds, connections: Connections): Promise<CheckResult[]> {
  const looks = await ctx.looks();
  const { ha, databaseUrl, redisUrl, livekit } = connections;
  const databases = ha?.postgres ?? [{ name: 'postgres', url: databaseUrl }];
  const caches = ha?.redis.nodes ?? [{ name: 'redis', url: redisUrl }];
  const [servers, redis, sentinels, files] = await Promise.all([
    Promise.all(databases.map(({ name, url }) => readingOf(name, looks.postgres(url)))),
    Promise.all(caches.map(({ name, url }) => readingOf(name, looks.redis(url)))),
    Promise.all(
      (ha?.redis.sentinels ?? []).map(({ name, ...place }) => {
        const { password = '', masterName = '' } = ha?.redis ?? {};
        return readingOf(name, looks.sentinel({ ...place, password, masterName }));
      }),
    ),
    readMigrationFiles(),
  ]);
  const mediaServers = ha?.livekit.filter(({ processId }) => processId !== null).length ?? (livekit ? 1 : 0);
  return [...postgresChecks(servers, files), ...redisChecks({ servers: redis, sentinels, mediaServers })];
}

/** The migrations of this code, with the checksums under which they are recorded. */
async function readMigrationFiles(): Promise<MigrationFile[]> {
  const folder = new URL('../../platform/api/migrations/', import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => ({
      version: Number.parseInt(name, 10),
      name,
      checksum: createHash('sha256')
        .update(await readFile(new URL(name, folder), 'utf8'))
        .digest('hex'),
    })),
  );
}
