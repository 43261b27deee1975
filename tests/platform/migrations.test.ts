import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyMigrations, type Migration, readMigrations } from '../../src/platform/api/migrations.ts';
import { createDatabase } from './support/platform.ts';
import { type Service, startPostgres } from './support/services.ts';

const slow = { tags: ['slow'] };
let postgres: Service;
let ours: Migration[];

beforeAll(async () => {
  postgres = await startPostgres();
  ours = await readMigrations(new URL('../../src/platform/api/migrations/', import.meta.url));
});
afterAll(() => postgres.stop());

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

const next = (sql: string): Migration => ({
  version: ours.length + 1,
  name: 'next.sql',
  sql,
  checksum: sql,
});

test('two workers that start together apply each migration once', slow, async () => {
  const url = await createDatabase(postgres);
  const more = [...ours, next('CREATE TABLE later (id int)')];
  const applied = await Promise.all(
    [1, 2].map(() => withClient(url, (client) => applyMigrations(client, more))),
  );
  expect(applied.flat()).toEqual(['next.sql']);
});

test('a migration that fails leaves nothing of itself and names itself', slow, async () => {
  const url = await createDatabase(postgres);
  await withClient(url, async (client) => {
    const broken = [...ours, next('CREATE TABLE half (id int); SELECT 1/0')];
    await expect(applyMigrations(client, broken)).rejects.toThrow(
      /next\.sql failed and was rolled back: .*division/,
    );
    const half = await client.query("SELECT to_regclass('half') AS found");
    expect(half.rows).toEqual([{ found: null }]);
    expect(await applyMigrations(client, ours)).toEqual([]);
  });
});

test('a migration that was edited after it was applied is refused', slow, async () => {
  const url = await createDatabase(postgres);
  const edited = ours.map((migration, index) =>
    index === 0 ? { ...migration, checksum: 'edited' } : migration,
  );
  await withClient(url, (client) =>
    expect(applyMigrations(client, edited)).rejects.toThrow(
      '0001-accounts-and-rooms.sql was changed after it was applied',
    ),
  );
});

test('older code leaves a newer database alone', slow, async () => {
  const url = await createDatabase(postgres);
  expect(await withClient(url, (client) => applyMigrations(client, ours.slice(0, 1)))).toEqual([]);
});

test('a misnamed file or a gap in the numbers is refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gomeet-migrations-'));
  try {
    await writeFile(join(folder, '0001-first.sql'), 'SELECT 1');
    await writeFile(join(folder, '0003-third.sql'), 'SELECT 1');
    const read = readMigrations(pathToFileURL(`${folder}/`));
    await expect(read).rejects.toThrow('0003-third.sql: the next migration is named 0002-what-it-does.sql');
  } finally {
    await rm(folder, { recursive: true });
  }
});
