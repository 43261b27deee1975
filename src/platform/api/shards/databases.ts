import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../repositories/tables.ts';

/** Where data lives: accounts in the directory, each room in the shard of its bucket. */
export interface Databases {
  readonly directory: Kysely<Tables>;
  /** The database of a room. While its bucket moves, statements and transactions go on to where it is then. */
  forRoom(roomId: string): Kysely<Tables>;
  /** Every shard once, the directory first, for lists that cross rooms: see list-across.ts. */
  readonly all: readonly Kysely<Tables>[];
  /** @returns a function that names the shard of a room, as things are now: an index into `all`. */
  homes(): Promise<(roomId: string) => number>;
  /** Changes rooms everywhere, each in one place: on every shard in a transaction, while no bucket changes its shard. */
  onEveryShard(work: (transaction: Transaction<Tables>) => Promise<void>): Promise<void>;
  destroy(): Promise<void>;
}

/** Everything in one database. */
export function singleDatabase(database: Kysely<Tables>): Databases {
  return {
    directory: database,
    forRoom: () => database,
    all: [database],
    homes: async () => () => 0,
    onEveryShard: (work) => database.transaction().execute(work),
    destroy: () => database.destroy(),
  };
}
