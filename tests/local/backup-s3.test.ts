/** Backups in a real S3-compatible store: that they come back, and what is said when the store refuses. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { type LocalGomeet, localGomeet } from './local-gomeet.ts';
import { s3Gateway } from './s3-gateway.ts';

const drills = { tags: ['drills'] };
const jsonIn = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

async function query({ folder }: LocalGomeet, sql: string): Promise<string[]> {
  const state = (name: string) => jsonIn(join(folder, '.gomeet', name));
  const { databasePassword: password } = state('secrets.json');
  const { postgres: port } = state('ports.json');
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'gomeet', password, database: 'gomeet' });
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return rows.map((row) => String(row[0]));
  } finally {
    await client.end();
  }
}

test(
  'backups in an S3-compatible store are verified and restored; wrong keys, no bucket and no server are told apart',
  drills,
  async () => {
    await using gateway = await s3Gateway();
    await using gomeet = localGomeet({ env: gateway.keys });
    const deployed = await gomeet.run('deploy', '--api-workers', '1');
    expect(deployed.exitCode, deployed.stderr).toBe(0);
    await query(gomeet, 'CREATE TABLE written (what text)');
    await query(gomeet, "INSERT INTO written VALUES ('a before')");
    const made = await gomeet.run('backup', '--storage', gateway.storage());
    expect(made.exitCode, made.stderr).toBe(0);
    expect(await gomeet.json('backup', 'verify')).toMatchObject({ exitCode: 0, data: { isWhole: true } });

    const stranger = localGomeet({
      folder: gomeet.folder,
      env: { ...gateway.keys, AWS_SECRET_ACCESS_KEY: 'not-the-secret' },
    });
    const refused = await stranger.json('backup', '--storage', gateway.storage());
    expect(refused).toMatchObject({ exitCode: 6, error: { code: 'storage-refused' } });
    expect(JSON.stringify(refused)).not.toContain('not-the-secret');
    const nowhere = await gomeet.json('backup', '--storage', gateway.storage('nowhere'));
    expect(nowhere).toMatchObject({ exitCode: 6, error: { code: 'bucket-missing' } });
    // What did not work was not remembered: the log goes on to where it went.
    expect(await gomeet.json('backup', 'list')).toMatchObject({ exitCode: 0 });

    await gateway.stop();
    await query(gomeet, "INSERT INTO written VALUES ('b while the store was away')");
    expect(await gomeet.json('backup', 'list')).toMatchObject({
      exitCode: 6,
      error: { code: 'storage-unreachable' },
    });
    await gateway.start();
    await query(gomeet, "INSERT INTO written VALUES ('c after')");
    const restored = await gomeet.run('restore', '--yes');
    expect(restored.exitCode, restored.stderr).toBe(0);
    expect(await query(gomeet, 'SELECT what FROM written ORDER BY what')).toEqual([
      'a before',
      'b while the store was away',
      'c after',
    ]);
  },
);
