import type { Kysely } from 'kysely';
import type { Tables } from '../repositories/tables.ts';

/** Where data lives: accounts in the directory, each room in the shard of its bucket. */
export interface Databases {
  readonly directory: Kysely<Tables>;
  forRoom(roomId: string): Kysely<Tables>;
  /** Every shard once, for lists that cross rooms. */
  readonly all: readonly Kysely<Tables>[];
}

/** Everything in one database. */
export function singleDatabase(database: Kysely<Tables>): Databases {
  return { directory: database, forRoom: () => database, all: [database] };
}
