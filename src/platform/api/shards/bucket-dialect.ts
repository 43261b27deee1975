import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import type { Pool } from 'pg';
import type { BucketMap } from './bucket-map.ts';
import type { BucketPlace } from './buckets.ts';

/** The SQLSTATE with which a shard refuses a bucket that is not its own: migrations/0007-shards.sql. */
export const notOnThisShard = 'SB001';

const isMisrouted = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === notOnThisShard;

/** What the connections of one bucket are made of. */
interface Route {
  readonly bucket: number;
  readonly map: BucketMap;
  readonly shards: readonly Driver[];
}

/** The dialect of one bucket: PostgreSQL, on whichever shard has the bucket when a connection is used. */
export class BucketDialect extends PostgresDialect {
  readonly #route: Route;

  constructor(pool: Pool, route: Route) {
    super({ pool });
    this.#route = route;
  }

  override createDriver() {
    return new BucketDriver(this.#route) as unknown as ReturnType<PostgresDialect['createDriver']>;
  }
}

/**
 * A connection that finds its shard when it is first used. A statement that comes to a shard which has just given the bucket
 * away is sent once more to where it is now. Nothing of it has been done, because the shard refuses before it writes.
 */
class BucketConnection implements DatabaseConnection {
  readonly #route: Route;
  #inner: { readonly driver: Driver; readonly connection: DatabaseConnection } | undefined;
  #inTransaction = false;

  constructor(route: Route) {
    this.#route = route;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#inTransaction) return this.inner.connection.executeQuery<R>(query);
    return this.#onRightShard(async (place) => {
      const { connection } = this.inner;
      if (place.movingTo === null) return connection.executeQuery<R>(query);
      // A bucket that is about to move: even a look at it holds it, or it might look at what was left behind.
      await this.#begin('begin');
      const result = await connection.executeQuery<R>(query).catch((error) => this.#fail(error));
      await connection.executeQuery(CompiledQuery.raw('commit'));
      return result;
    });
  }

  streamQuery(): AsyncIterableIterator<QueryResult<never>> {
    throw new Error('the API streams no query');
  }

  /** Begins a transaction that holds the bucket: it cannot move before the end. It travels with BEGIN, in one round trip. */
  async begin(settings: TransactionSettings): Promise<void> {
    const { isolationLevel, accessMode } = settings;
    const start = ['begin', isolationLevel && `isolation level ${isolationLevel}`, accessMode];
    await this.#onRightShard(() => this.#begin(start.filter(Boolean).join(' ')));
    this.#inTransaction = true;
  }

  async finish(end: (driver: Driver, connection: DatabaseConnection) => Promise<void>) {
    this.#inTransaction = false;
    await end(this.inner.driver, this.inner.connection);
  }

  get inner() {
    if (!this.#inner) throw new Error('no statement has chosen the shard yet');
    return this.#inner;
  }

  async release(): Promise<void> {
    const inner = this.#inner;
    this.#inner = undefined;
    await inner?.driver.releaseConnection(inner.connection);
  }

  async #begin(start: string): Promise<void> {
    const hold = CompiledQuery.raw(`${start}; select hold_bucket(${this.#route.bucket}::smallint)`);
    await this.inner.connection.executeQuery(hold).catch((error) => this.#fail(error));
  }

  async #fail(error: unknown): Promise<never> {
    await this.inner.driver.rollbackTransaction(this.inner.connection);
    throw error;
  }

  async #onRightShard<T>(attempt: (place: BucketPlace) => Promise<T>): Promise<T> {
    const { bucket, map } = this.#route;
    try {
      return await attempt(await this.#goTo(await map.place(bucket)));
    } catch (error) {
      if (!isMisrouted(error)) throw error;
      // Given back first: the map is read over the directory's pool, and this may be its last connection.
      await this.release();
      await map.refresh();
      return await attempt(await this.#goTo(await map.place(bucket)));
    }
  }

  async #goTo(place: BucketPlace): Promise<BucketPlace> {
    const driver = this.#route.shards[place.shard];
    if (!driver) throw new Error(`there is no shard ${place.shard}`);
    if (this.#inner?.driver !== driver) {
      await this.release();
      this.#inner = { driver, connection: await driver.acquireConnection() };
    }
    return place;
  }
}

class BucketDriver implements Driver {
  readonly #route: Route;

  constructor(route: Route) {
    this.#route = route;
  }

  async init(): Promise<void> {
    // The drivers of the shards are shared by all buckets and were begun with them.
  }

  async acquireConnection(): Promise<BucketConnection> {
    return new BucketConnection(this.#route);
  }

  beginTransaction(connection: BucketConnection, settings: TransactionSettings): Promise<void> {
    return connection.begin(settings);
  }

  commitTransaction(connection: BucketConnection): Promise<void> {
    return connection.finish((driver, inner) => driver.commitTransaction(inner));
  }

  rollbackTransaction(connection: BucketConnection): Promise<void> {
    return connection.finish((driver, inner) => driver.rollbackTransaction(inner));
  }

  releaseConnection(connection: BucketConnection): Promise<void> {
    return connection.release();
  }

  async destroy(): Promise<void> {
    // The pools end with the shards.
  }
}
