import type { Kysely } from 'kysely';
import type { Tables } from '../repositories/tables.ts';
import type { Databases } from './databases.ts';

/** A list of things of rooms, as one shard can give it: a page after a position, in the list's order. */
export interface ShardedList<Row, Position> {
  page(database: Kysely<Tables>, after: Position | undefined, limit: number): Promise<Row[]>;
  roomIdOf(row: Row): string;
  positionOf(row: Row): Position;
  /** Negative if the first comes first; the order of `page`. */
  compare(one: Row, other: Row): number;
}

/**
 * One page of a list over every shard. While a bucket moves, its rows are on two shards: those away from home are passed
 * over, and a shard whose page came out short by that is asked for more.
 */
export async function listAcross<Row, Position>(
  databases: Databases,
  list: ShardedList<Row, Position>,
  after: Position | undefined,
  limit: number,
): Promise<Row[]> {
  const [only, ...others] = databases.all;
  if (only && others.length === 0) return list.page(only, after, limit);
  const homeOf = await databases.homes();
  const pages = await Promise.all(
    databases.all.map(async (database, shard) => {
      const rows: Row[] = [];
      let position = after;
      for (;;) {
        const page = await list.page(database, position, limit);
        rows.push(...page.filter((row) => homeOf(list.roomIdOf(row)) === shard));
        const last = page.at(-1);
        if (rows.length >= limit || page.length < limit || last === undefined) return rows;
        position = list.positionOf(last);
      }
    }),
  );
  return pages
    .flat()
    .sort((one, other) => list.compare(one, other))
    .slice(0, limit);
}
