import { Kysely, type KyselyConfig, PostgresDialect, PostgresDriver, sql, type Transaction } from 'kysely';
import type { Pool } from 'pg';
import type { Tables } from '../repositories/tables.ts';
import { BucketDialect, notOnThisShard } from './bucket-dialect.ts';
import { BucketMap, type MapTimes, readPlaces, UnknownShardError } from './bucket-map.ts';
import { bucketCount, bucketOf } from './buckets.ts';
import type { Databases } from './databases.ts';

interface ShardingOptions {
  /** The directory first, then the others in the order of their numbers. */
  readonly pools: readonly [Pool, ...Pool[]];
  readonly log: NonNullable<KyselyConfig['log']>;
  readonly onError: (error: unknown) => void;
  readonly times: MapTimes;
}

/** Shared while something is changed on every shard; the moment of a bucket's move takes it alone. */
export const everyShardLock = 0x67_6f_00_01;

/**
 * Rooms over several databases, routed by the directory's map.
 * @throws {UnknownShardError} if the map or the databases do not fit the list of shards. A database that is away is none of
 * that: the worker starts, and finds out when it is back.
 */
export async function shardedDatabases(options: ShardingOptions): Promise<Databases> {
  const { pools, log, onError, times } = options;
  const drivers = await Promise.all(
    pools.map(async (pool) => {
      const driver = new PostgresDriver({ pool });
      await driver.init();
      return driver;
    }),
  );
  const all = pools.map((pool) => new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), log }));
  const [directory] = all;
  if (!directory) throw new Error('the directory is the first of the databases');
  const map = new BucketMap(() => readPlaces(directory, pools.length), times, onError);
  const buckets = Array.from({ length: bucketCount }, (_, bucket) => {
    const dialect = new BucketDialect(pools[0], { bucket, map, shards: drivers });
    return new Kysely<Tables>({ dialect, log });
  });

  // Both are waited for at once: one that failed while only the other was waited for would end the process.
  const checks = await Promise.allSettled([checkShards(pools), map.refresh()]);
  for (const check of checks) {
    if (check.status === 'fulfilled') continue;
    if (check.reason instanceof UnknownShardError) {
      map.stop();
      throw check.reason;
    }
    onError(check.reason);
  }

  return {
    directory,
    all,
    forRoom: (roomId) => {
      const database = buckets[bucketOf(roomId)];
      if (!database) throw new Error('the id of a room is a UUID');
      return database;
    },
    homes: async () => {
      const places = await map.places();
      return (roomId) => places[bucketOf(roomId)]?.shard ?? 0;
    },
    onEveryShard: (work) => {
      const passFence = async (transaction: Transaction<Tables>): Promise<void> => {
        await sql`SELECT set_config('gomeet.fence', 'skip', true)`.execute(transaction);
        await work(transaction);
      };
      // The directory's own share goes through the connection that holds the lock: a second one, taken while the first is
      // held, would let as many callers as the pool has connections wait for one another for ever.
      return directory.transaction().execute(async (held) => {
        await sql`SELECT pg_advisory_xact_lock_shared(${everyShardLock}::bigint)`.execute(held);
        await checkBucketsOwned([held, ...all.slice(1)]);
        await passFence(held);
        for (const database of all.slice(1)) await database.transaction().execute(passFence);
      });
    },
    destroy: async () => {
      map.stop();
      await Promise.all(all.map((database) => database.destroy()));
    },
  };
}

/** A bucket whose move was cut off at the one moment at which no shard has it: whatever skips what it does not own would miss it. */
class UnownedBucketError extends Error {
  override readonly name = 'UnownedBucketError';
  readonly code = notOnThisShard;
}

/** @throws {UnownedBucketError} unless the shards have all buckets between them. Whoever calls this holds the lock of moves. */
async function checkBucketsOwned(shards: readonly Kysely<Tables>[]): Promise<void> {
  const counts = await Promise.all(
    shards.map((shard) =>
      sql<{ count: number }>`SELECT count(*)::int AS count FROM owned_buckets`.execute(shard),
    ),
  );
  const owned = counts.reduce((sum, { rows: [row] }) => sum + (row?.count ?? 0), 0);
  if (owned < bucketCount)
    throw new UnownedBucketError(
      `${bucketCount - owned} of ${bucketCount} buckets are on no shard: finish the move that was cut off`,
    );
}

/** Each database must say of itself that it is the shard which its place in the list makes of it. */
async function checkShards(pools: readonly Pool[]): Promise<void> {
  await Promise.all(
    pools.map(async (pool, shard) => {
      const { rows } = await pool.query<{ shard: number }>('SELECT shard FROM shard_self');
      const found = rows[0]?.shard;
      if (found === shard) return;
      const place = shard === 0 ? 'The database of DATABASE_URL' : `Database ${shard} of DATABASE_SHARD_URLS`;
      throw new UnknownShardError(
        found === undefined
          ? `${place} is not set up as a shard: run "node src/platform/api/migrate.ts" with the same DATABASE_URL and DATABASE_SHARD_URLS.`
          : `${place} is shard ${found}, not ${shard}: give the list in the order in which the shards were set up.`,
      );
    }),
  );
}
