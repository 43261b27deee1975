import { Client } from 'pg';
import { ConfigError, parseEnvironment } from './config.ts';
import { rotateDataKey } from './encrypted-columns.ts';
import { createEncryption } from './encryption.ts';
import { environmentSchema } from './environment.ts';

/**
 * Encrypts all columns with the first of DATA_ENCRYPTION_KEYS: `node src/platform/api/rotate-data-key.ts`. To rotate: put a new
 * key first and restart the API, run this, and remove the old key 30 days later, when no session is left whose refresh
 * tokens it made.
 */
async function rotate(): Promise<void> {
  const schema = environmentSchema.pick({ DATABASE_URL: true, DATA_ENCRYPTION_KEYS: true });
  const { DATABASE_URL: connectionString, DATA_ENCRYPTION_KEYS: keys } = parseEnvironment(
    schema,
    process.env,
  );
  const client = new Client({ connectionString, application_name: 'gomeet-rotate-data-key' });
  await client.connect();
  try {
    const rotations = await rotateDataKey(client, createEncryption(keys));
    for (const { column, rotated, unreadable } of rotations)
      process.stdout.write(`${column}: ${rotated} encrypted anew, ${unreadable} unreadable\n`);
    // Whoever throws the old key away now would lose something that they may not have lost yet.
    if (rotations.some(({ unreadable }) => unreadable > 0)) process.exitCode = 1;
  } finally {
    await client.end();
  }
}

rotate().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof ConfigError ? 2 : 1;
});
