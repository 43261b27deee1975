import type { Kysely } from 'kysely';
import type { Tables } from '../repositories/tables.ts';
import { type BucketPlace, bucketCount } from './buckets.ts';

/**
 * How old a worker's map may be, and for how long a statement that was routed by it may still be on its way. A move waits
 * for their sum before it relies on every worker knowing of it: 3 s for a connection and 5 s for the statement, rounded up.
 */
export interface MapTimes {
  readonly refreshMs: number;
  readonly leaseMs: number;
  readonly statementMs: number;
}

/** The map names a shard that this worker has no address of. */
export class UnknownShardError extends Error {
  override readonly name = 'UnknownShardError';
}

/** Reads the directory's map. @throws {UnknownShardError} if it names a shard beyond `shards`. */
export async function readPlaces(directory: Kysely<Tables>, shards: number): Promise<BucketPlace[]> {
  const places = await directory
    .selectFrom('shard_buckets')
    .select(['bucket', 'shard', 'moving_to as movingTo', 'moved_from as movedFrom'])
    .orderBy('bucket')
    .execute();
  const unknown = places.find(({ shard, movingTo }) => Math.max(shard, movingTo ?? 0) >= shards);
  if (unknown || places.length !== bucketCount) {
    throw new UnknownShardError(
      unknown
        ? `Bucket ${unknown.bucket} is on shard ${Math.max(unknown.shard, unknown.movingTo ?? 0)}, but DATABASE_SHARD_URLS names ` +
            `${shards - 1} shards beside the directory: give every worker the same list, in the same order.`
        : `The directory knows ${places.length} of ${bucketCount} buckets: restore the table shard_buckets.`,
    );
  }
  return places;
}

/**
 * A worker's copy of the bucket map. It is read again every few seconds, when a shard says that a bucket is not there, and
 * before use when it is older than its lease: so a worker that was cut off does not go on with what was true then.
 */
export class BucketMap {
  readonly #read: () => Promise<BucketPlace[]>;
  readonly #times: MapTimes;
  readonly #timer: NodeJS.Timeout;
  #places: readonly BucketPlace[] = [];
  /** When the reading began whose result this is. */
  #readAtMs = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(read: () => Promise<BucketPlace[]>, times: MapTimes, onError: (error: unknown) => void) {
    this.#read = read;
    this.#times = times;
    this.#timer = setInterval(() => void this.refresh().catch(onError), times.refreshMs).unref();
  }

  /** @throws if the lease is over and the directory cannot be read. */
  async places(): Promise<readonly BucketPlace[]> {
    if (performance.now() - this.#readAtMs > this.#times.leaseMs) await this.refresh();
    return this.#places;
  }

  async place(bucket: number): Promise<BucketPlace> {
    const place = (await this.places())[bucket];
    if (!place) throw new UnknownShardError(`There is no bucket ${bucket}.`);
    return place;
  }

  /** Reads the map anew, by a reading that begins now: one that is under way may have begun before the change. */
  refresh(): Promise<void> {
    // Everyone who comes while one is under way waits for the same next one.
    this.#next ??= (async () => {
      await this.#reading?.catch(() => undefined);
      this.#reading = this.#next;
      this.#next = undefined;
      const startMs = performance.now();
      this.#places = await this.#read();
      this.#readAtMs = startMs;
    })();
    return this.#next;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
