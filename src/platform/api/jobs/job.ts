import { type Kysely, sql } from 'kysely';
import type { Tables } from '../repositories/tables.ts';
import type { Databases } from '../shards/databases.ts';

/** Work that is done again and again by one of the processes. It must bear being done twice and being cut off. */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  /** @returns how many rows or partitions it touched, for the log. */
  run(databases: Databases, now: Date): Promise<number>;
}

const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** So many rows are deleted by one statement: some 50 ms, far from a statement's limit of 5 s. */
const rowsAtOnce = 5000;

/** Which rows of a table of the directory are of no more use. */
export interface Purge {
  readonly table: keyof Tables;
  /** A condition in SQL in which `$now` stands for the time of the run. */
  readonly isOver: (now: Date) => ReturnType<typeof sql>;
}

/** A job that deletes rows of the directory, a portion at a time. */
export function purgeJob({ table, isOver }: Purge): Job {
  return {
    name: `purge ${table}`,
    everyMs: hourMs,
    run: async ({ directory }, now) => {
      let purged = 0;
      for (;;) {
        const deleted = await deleteSome(directory, table, isOver(now));
        purged += deleted;
        if (deleted < rowsAtOnce) return purged;
      }
    },
  };
}

async function deleteSome(
  database: Kysely<Tables>,
  table: string,
  isOver: ReturnType<typeof sql>,
): Promise<number> {
  const name = sql.table(table);
  const { numAffectedRows } = await sql`
    DELETE FROM ${name} WHERE ctid IN (SELECT ctid FROM ${name} WHERE ${isOver} LIMIT ${rowsAtOnce})`.execute(
    database,
  );
  return Number(numAffectedRows ?? 0);
}
