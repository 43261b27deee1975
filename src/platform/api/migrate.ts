import { setTimeout as delay } from 'node:timers/promises';
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
    const client = await connectPrimary(url);
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

/** An election after a cold start takes some seconds. */
const electedWithinMs = 30_000;

/**
 * Waits for a server that takes writes: while none of several is primary yet, the proxy before them closes every connection, and the
 * one that is being promoted still calls itself a standby. Whatever else is wrong is told at once.
 */
async function connectPrimary(url: string): Promise<Client> {
  const deadline = Date.now() + electedWithinMs;
  for (;;) {
    const client = new Client({ connectionString: url, application_name: 'gomeet-migrate' });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS standby');
      if (rows[0]?.standby !== true) return client;
      throw new Error('the server at DATABASE_URL is a standby');
    } catch (error) {
      await client.end().catch(() => undefined);
      const { message } = error as Error;
      const isUnelected = /^Connection terminated|is a standby$/.test(message);
      if (!isUnelected || Date.now() > deadline) throw error;
      await delay(250);
    }
  }
}

migrate().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
