import { Client } from 'pg';
import { applyMigrations, readMigrations } from './migrations.ts';

/** Brings the database at DATABASE_URL to the newest schema: `node src/platform/api/migrate.ts`. */
async function migrate(): Promise<void> {
  const url = process.env.DATABASE_URL;
  if (!url) {
    process.stderr.write('DATABASE_URL is not set: the postgres:// address of the database to migrate\n');
    process.exitCode = 2;
    return;
  }
  const client = new Client({ connectionString: url, application_name: 'gomeet-migrate' });
  await client.connect();
  try {
    const applied = await applyMigrations(
      client,
      await readMigrations(new URL('./migrations/', import.meta.url)),
    );
    process.stdout.write(
      applied.length === 0 ? 'nothing to apply\n' : applied.map((name) => `applied ${name}\n`).join(''),
    );
  } finally {
    await client.end();
  }
}

migrate().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
