import { Client } from 'pg';
import { applyMigrations, readMigrations } from './migrations.ts';

/**
 * Brings the databases to the newest schema: `node src/platform/api/migrate.ts`. The one at DATABASE_URL comes first, because the
 * others are shards of it; each of DATABASE_SHARD_URLS is set up as the shard that its place in the list makes it.
 */
async function migrate(): Promise<void> {
  const directory = process.env.DATABASE_URL;
  if (!directory) {
    process.stderr.write('DATABASE_URL is not set: the postgres:// address of the database to migrate\n');
    process.exitCode = 2;
    return;
  }
  const shards = (process.env.DATABASE_SHARD_URLS ?? '')
    .split(',')
    .map((url) => url.trim())
    .filter((url) => url !== '');
  const migrations = await readMigrations(new URL('./migrations/', import.meta.url));
  for (const [shard, url] of [directory, ...shards].entries()) {
    const client = new Client({ connectionString: url, application_name: 'gomeet-migrate' });
    await client.connect();
    try {
      const applied = await applyMigrations(client, migrations);
      if (shards.length > 0) await client.query('SELECT set_up_shard($1::smallint)', [shard]);
      const where = shards.length > 0 ? `shard ${shard}: ` : '';
      const lines = applied.length === 0 ? ['nothing to apply'] : applied.map((name) => `applied ${name}`);
      process.stdout.write(lines.map((line) => `${where}${line}\n`).join(''));
    } finally {
      await client.end();
    }
  }
}

migrate().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
