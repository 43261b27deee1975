import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import type { MapTimes } from './bucket-map.ts';
import type { BucketMove, BucketPlace } from './buckets.ts';
import { everyShardLock } from './sharded-databases.ts';
import { clearSource, type MovingBucket, switchBucket } from './switch-bucket.ts';

export interface MoveOptions {
  /** The directory's address first, then those of the other shards in the order of their numbers. */
  readonly urls: readonly string[];
  readonly times: MapTimes;
  readonly report: (line: string) => void;
}

/** A move that cannot be made; the message says why and what can. */
export class MoveError extends Error {
  override readonly name = 'MoveError';
}

/**
 * Moves buckets to other shards while the platform runs, those first that an earlier run left unfinished. First every worker
 * must know which buckets are to move (it then holds a bucket even to read it), which takes as long as a map may be old.
 * @param choose which moves to make, from the map as it is.
 * @throws {MoveError} if another move is running, or a bucket is already on its way elsewhere.
 */
export async function moveBuckets(
  { urls, times, report }: MoveOptions,
  choose: (places: readonly BucketPlace[]) => readonly BucketMove[],
): Promise<void> {
  const clients: Client[] = [];
  const connect = async (shard: number): Promise<Client> => {
    const client = new Client({ connectionString: urls[shard], application_name: 'gomeet-move-bucket' });
    clients.push(client);
    await client.connect();
    const self = await client.query<{ shard: number }>('SELECT shard FROM shard_self');
    if (self.rows[0]?.shard !== shard)
      throw new MoveError(
        `Database ${shard} of the list is not shard ${shard}: run migrate.ts with this list.`,
      );
    return client;
  };
  try {
    const directory = await connect(0);
    const lock = await directory.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1) AS free', [
      everyShardLock + 1,
    ]);
    if (!lock.rows[0]?.free) throw new MoveError('Another move is running: wait for its end.');
    await mark(directory, choose(await readPlaces(directory)), urls.length);

    const moving = (place: BucketPlace, source: number, target: number): Promise<MovingBucket> =>
      Promise.all([connect(source), connect(target)]).then(([from, to]) => ({
        bucket: place.bucket,
        source,
        target,
        databases: { directory, source: from, target: to },
        report: (line) => report(`bucket ${place.bucket}: ${line}`),
      }));
    const settleMs = times.leaseMs + times.statementMs;
    const copying = (await readPlaces(directory)).filter(({ movingTo }) => movingTo !== null);
    if (copying.length > 0) await delay(settleMs);
    for (const place of copying) {
      const move = await moving(place, place.shard, place.movingTo ?? place.shard);
      await switchBucket(move);
      await Promise.all([move.databases.source.end(), move.databases.target.end()]);
    }

    const left = (await readPlaces(directory)).filter(({ movedFrom }) => movedFrom !== null);
    // Lists that began with the old map still look for the rooms at the source.
    if (left.length > 0) await delay(settleMs);
    for (const place of left) {
      const move = await moving(place, place.movedFrom ?? place.shard, place.shard);
      await clearSource(move);
      move.report(`is on shard ${place.shard}`);
      await Promise.all([move.databases.source.end(), move.databases.target.end()]);
    }
  } finally {
    await Promise.allSettled(clients.map((client) => client.end()));
  }
}

async function readPlaces(directory: Client): Promise<BucketPlace[]> {
  const { rows } = await directory.query<BucketPlace>(
    'SELECT bucket, shard, moving_to AS "movingTo", moved_from AS "movedFrom" FROM shard_buckets ORDER BY bucket',
  );
  return rows;
}

/** Writes into the map which buckets are to move. */
async function mark(directory: Client, moves: readonly BucketMove[], shards: number): Promise<void> {
  for (const { bucket, target } of moves) {
    if (!Number.isInteger(target) || target < 0 || target >= shards) {
      throw new MoveError(`There is no shard ${target}: this platform has shards 0 to ${shards - 1}.`);
    }
    const marked = await directory.query(
      `UPDATE shard_buckets SET moving_to = NULLIF($2::smallint, shard)
       WHERE bucket = $1 AND moved_from IS NULL AND (moving_to IS NULL OR moving_to = $2)`,
      [bucket, target],
    );
    if (marked.rowCount === 0) {
      throw new MoveError(
        `Bucket ${bucket} is unknown, or on its way to another shard: finish that with --resume.`,
      );
    }
  }
}
