import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Client } from 'pg';

/** One numbered .sql file; once applied anywhere it never changes: a correction is a new file. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** Any constant will do as long as nothing else in this database locks it; these are the letters "gomeet". */
const advisoryLock = 0x67_6f_6d_65_65_74;

/**
 * Reads `0001-name.sql`, `0002-…` from a folder.
 * @throws {MigrationError} if a file is misnamed or a number is missing or doubled.
 */
export async function readMigrations(folder: URL): Promise<Migration[]> {
  const files = (await readdir(folder)).sort();
  return Promise.all(
    files.map(async (file, index) => {
      const version = index + 1;
      if (!/^\d{4}-[a-z0-9-]+\.sql$/.test(file) || Number(file.slice(0, 4)) !== version) {
        throw new MigrationError(
          `${file}: the next migration is named ${String(version).padStart(4, '0')}-what-it-does.sql`,
        );
      }
      const sql = await readFile(new URL(file, folder), 'utf8');
      return { version, name: file, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Brings the database forward: each new migration in a transaction of its own, under a lock, so that two workers that
 * start together apply each one once. A database that is ahead of these files is left as it is: during a rollback older
 * code runs on the newer schema, which expand-migrate-contract changes allow.
 * @returns the names of the migrations applied now.
 * @throws {MigrationError} if an applied migration was edited afterwards, or a new one fails (it is rolled back whole).
 */
export async function applyMigrations(client: Client, migrations: readonly Migration[]): Promise<string[]> {
  await client.query('SELECT pg_advisory_lock($1)', [advisoryLock]);
  try {
    await client.query(`CREATE TABLE IF NOT EXISTS schema_migrations (
      version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now())`);
    const recorded = await client.query<{ version: number; checksum: string }>(
      'SELECT version, checksum FROM schema_migrations',
    );
    const checksums = new Map(recorded.rows.map((row) => [row.version, row.checksum]));
    const applied: string[] = [];
    for (const migration of migrations) {
      const known = checksums.get(migration.version);
      if (known === undefined) {
        await applyOne(client, migration);
        applied.push(migration.name);
      } else if (known !== migration.checksum) {
        throw new MigrationError(
          `${migration.name} was changed after it was applied: restore it and add a new file`,
        );
      }
    }
    return applied;
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [advisoryLock]);
  }
}

async function applyOne(client: Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query('INSERT INTO schema_migrations (version, name, checksum) VALUES ($1, $2, $3)', [
      migration.version,
      migration.name,
      migration.checksum,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new MigrationError(`${migration.name} failed and was rolled back: ${String(error)}`, {
      cause: error,
    });
  }
}
