import type pg from 'pg';
import { ExitCode, GomeetError } from '../../errors.ts';

/** What a table holds, whatever order its rows lie in. */
export interface TableFingerprint {
  /** With its schema. */
  readonly table: string;
  readonly rows: number;
  /** Sum of a 64-bit hash of each row, as a decimal number. */
  readonly checksum: string;
}

const tablesQuery = `
  SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  ORDER BY 1`;

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(tablesQuery);
  return rows.map(({ name }) => name);
}

/** Rows as text depend on these; a restored server may have others. */
const plainText = `SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'postgres';
  SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1`;

/** Reads every table, in the transaction that the caller has begun. */
export async function tableFingerprints(client: pg.Client): Promise<TableFingerprint[]> {
  await client.query(plainText);
  const fingerprints: TableFingerprint[] = [];
  for (const table of await tablesOf(client)) {
    const { rows } = await client.query<{ rows: string; checksum: string }>(
      `SELECT count(*) AS rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text AS checksum FROM ${table} t`,
    );
    fingerprints.push({ table, rows: Number(rows[0]?.rows ?? 0), checksum: rows[0]?.checksum ?? '0' });
  }
  return fingerprints;
}

const attempts = 20;

/**
 * Does something while nobody writes: SHARE locks wait for the writers of every table and hold new ones back. Held for some
 * milliseconds. A long writer would make everybody queue behind us, so each attempt waits a second at most.
 */
export async function withoutWriters(client: pg.Client, work: () => Promise<void>): Promise<void> {
  const tables = await tablesOf(client);
  for (let attempt = 1; ; attempt++) {
    await client.query("BEGIN; SET LOCAL lock_timeout = '1s'");
    try {
      if (tables.length > 0) await client.query(`LOCK TABLE ${tables.join(', ')} IN SHARE MODE`);
      await work();
      await client.query('COMMIT');
      return;
    } catch (error) {
      await client.query('ROLLBACK');
      if ((error as { code?: string }).code !== lockNotAvailable) throw error;
      if (attempt === attempts) throw busy(error);
    }
    await client.query('SELECT pg_sleep(0.2)');
  }
}

const lockNotAvailable = '55P03';

const busy = (cause: unknown): GomeetError =>
  new GomeetError(
    `a transaction has been writing for longer than ${attempts} s: the backup has no point to compare with`,
    {
      exitCode: ExitCode.timeout,
      code: 'database-busy',
      hint: "SELECT * FROM pg_stat_activity WHERE xact_start < now() - interval '20 s'   shows it; then: gomeet backup",
      cause,
    },
  );
