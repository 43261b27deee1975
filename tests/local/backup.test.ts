/** Backup and restore of a real platform: what is between two moments, what is damaged, what is killed half-way. */
import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalGomeet, localGomeet, type Outcome, outcomeOf, until } from './local-gomeet.ts';

const slow = { tags: ['slow'] };
let gomeet: LocalGomeet;
let made: Outcome;
beforeAll(async () => {
  gomeet = localGomeet();
  const deployed = await gomeet.run('deploy', '--api-workers', '1');
  expect(deployed.exitCode, deployed.stderr).toBe(0);
  await query(gomeet, 'CREATE TABLE written (what text PRIMARY KEY)');
  made = await gomeet.run('backup', '--verbose');
  expect(made.exitCode, made.stderr).toBe(0);
}, 90_000);
afterAll(() => gomeet[Symbol.asyncDispose]());

const stateFile = ({ folder }: LocalGomeet, name: string): string => join(folder, '.gomeet', name);
const jsonIn = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

async function query(of: LocalGomeet, sql: string): Promise<string[]> {
  const { databasePassword: password } = jsonIn(stateFile(of, 'secrets.json'));
  const { postgres: port } = jsonIn(stateFile(of, 'ports.json'));
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'gomeet', password, database: 'gomeet' });
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return rows.map((row) => String(row[0]));
  } finally {
    await client.end();
  }
}

const write = (what: string) => query(gomeet, `INSERT INTO written VALUES ('${what}')`);
const written = (of = gomeet) => query(of, 'SELECT what FROM written ORDER BY what');
/** The database's own clock, a moment after what was written last and before what comes next. */
const momentBetween = async (): Promise<string> =>
  (
    await query(
      gomeet,
      'SELECT to_char(now() AT TIME ZONE \'UTC\', \'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\') FROM pg_sleep(0.01)',
    )
  )[0] ?? '';
const storage = (): string => jsonIn(stateFile(gomeet, 'backup/settings.json')).storage.path;
const dataDirectory = (): string => jsonIn(stateFile(gomeet, 'places.json')).postgres.dataDirectory;

test(
  'a restore to a moment between two writes has the first and not the second, after it was told yes',
  slow,
  async () => {
    await write('a first');
    await query(gomeet, 'SELECT pg_sleep(0.01)');
    const between = await momentBetween();
    await query(gomeet, 'SELECT pg_sleep(0.01)');
    await write('a second');

    const asked = await gomeet.json('restore', '--to', between);
    expect(asked).toMatchObject({ exitCode: 2, error: { code: 'answer-needed' } });
    expect(await written()).toEqual(['a first', 'a second']);

    const restored = await gomeet.run('restore', '--to', between, '--yes', '--json');
    expect(restored.exitCode, restored.stderr).toBe(0);
    expect(restored.stderr).toContain(`replaced  ${dataDirectory()}; the present data stay beside it`);
    expect(await written()).toEqual(['a first']);
    const { data } = JSON.parse(restored.stdout);
    expect(data.keptAside).toHaveLength(1);
    expect(existsSync(join(data.keptAside[0], 'PG_VERSION'))).toBe(true);
    expect((await gomeet.services()).every(({ state }) => state === 'ready')).toBe(true);
  },
);

test(
  'a restore that is killed half-way leaves the platform at work, and can be run again',
  slow,
  async () => {
    await write('b first');
    await query(gomeet, 'SELECT pg_sleep(0.01)');
    const between = await momentBetween();
    await query(gomeet, 'SELECT pg_sleep(0.01)');
    await write('b second');
    const child = gomeet.start('restore', '--to', between, '--yes');
    const outcome = outcomeOf(child);
    await until('restored files', () => existsSync(join(`${dataDirectory()}.restoring`, 'PG_VERSION')));
    child.kill('SIGKILL');
    await outcome;
    expect(await written()).toContain('b second');
    const again = await gomeet.run('restore', '--to', between, '--yes');
    expect(again.exitCode, again.stderr).toBe(0);
    // Restores follow one another: the archive knows the fork that the one before has made.
    expect(await written()).toEqual(['a first', 'b first']);
    expect(existsSync(`${dataDirectory()}.restoring`)).toBe(false);
  },
);

test('a time outside of the archive is refused, and so is a backup that is not there', slow, async () => {
  const early = await gomeet.json('restore', '--to', '2020-01-01T00:00:00Z', '--yes');
  expect(early).toMatchObject({ exitCode: 2, error: { code: 'time-outside-archive' } });
  expect(early.error?.message).toMatch(/lies before the archive, which begins at 20\d\d-/);
  const unknown = await gomeet.json('backup', 'verify', '20200101-000000F');
  expect(unknown).toMatchObject({ exitCode: 2, error: { code: 'unknown-backup' } });
});

test(
  'of two backups at once one is told to wait; an incremental one refers to the full one',
  slow,
  async () => {
    const both = await Promise.all([gomeet.run('backup'), gomeet.run('backup')]);
    expect(both.map(({ exitCode }) => exitCode).sort()).toEqual([0, 7]);
    expect(both.map(({ stderr }) => stderr).join('')).toContain(
      'another command is at work here: gomeet backup',
    );
    const { data } = (await gomeet.json('backup', 'list')) as unknown as {
      data: { backups: { type: string; isSealed: boolean }[]; restorable: { to: { ageSeconds: number } } };
    };
    expect(data.backups).toMatchObject([
      { type: 'full', isSealed: true },
      { type: 'incremental', isSealed: true },
    ]);
    expect(data.restorable.to.ageSeconds).toBeLessThanOrEqual(60);
  },
);

test('verify restores and compares; one flipped byte of any kind of file is refused', slow, async () => {
  const whole = await gomeet.json('backup', 'verify');
  expect(whole).toMatchObject({ exitCode: 0, data: { isWhole: true, findings: [] } });
  expect((whole.data as { tables: number }).tables).toBeGreaterThan(30);
  const stored = readdirSync(storage(), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const kinds = [/\/bundle\/1$/, /\d{4}-[0-9a-f]{40}\.zst$/, /\/redis$/];
  for (const kind of kinds) {
    const path = stored.toSorted().findLast((name) => kind.test(name)) ?? '';
    await withFlippedByte(path, async () => {
      const { exitCode, stdout } = await gomeet.run('backup', 'verify', '--json');
      expect(exitCode, `${path}: ${stdout}`).toBe(4);
    });
  }
});

async function withFlippedByte(path: string, work: () => Promise<void>): Promise<void> {
  const original = readFileSync(path);
  const flipped = Buffer.from(original);
  const at = Math.floor(flipped.length / 2);
  flipped[at] = (flipped[at] ?? 0) ^ 1;
  writeFileSync(path, flipped);
  try {
    await work();
  } finally {
    writeFileSync(path, original);
  }
}

test(
  'a storage that is gone is told as such; the database works on and archives when it is back',
  slow,
  async () => {
    const place = storage();
    renameSync(place, `${place}.away`);
    try {
      for (const line of [
        ['backup', 'list'],
        ['restore', '--yes'],
      ])
        expect(await gomeet.json(...line), line.join(' ')).toMatchObject({
          exitCode: 6,
          error: { code: 'storage-unreachable' },
        });
      await write('c while the storage was away');
    } finally {
      renameSync(`${place}.away`, place);
    }
    const restored = await gomeet.run('restore', '--yes');
    expect(restored.exitCode, restored.stderr).toBe(0);
    expect(await written()).toContain('c while the storage was away');
  },
);

test('secrets are in files for their owner alone, and nothing in the storage is readable', slow, async () => {
  const key = readFileSync(stateFile(gomeet, 'backup/key'), 'utf8').trim();
  expect(statSync(stateFile(gomeet, 'backup/key')).mode & 0o777).toBe(0o600);
  const { folder } = jsonIn(stateFile(gomeet, 'backup/settings.json'));
  for (const name of ['pgbackrest.conf', 'pgpass'])
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  const { databasePassword } = jsonIn(stateFile(gomeet, 'secrets.json'));
  for (const secret of [key, databasePassword]) expect(made.stdout + made.stderr).not.toContain(secret);
  for (const entry of readdirSync(storage(), { recursive: true, withFileTypes: true }).filter((found) =>
    found.isFile(),
  ))
    expect(readFileSync(join(entry.parentPath, entry.name)).includes('written'), entry.name).toBe(false);
});

test(
  'another, empty folder gets everything back with the storage and its key, and nothing with another key',
  slow,
  async () => {
    // Nothing was ever deployed there.
    await using other = localGomeet();
    const from = ['restore', '--yes', '--storage', storage(), '--key-file', join(other.folder, 'backup.key')];
    writeFileSync(join(other.folder, 'backup.key'), `${'0'.repeat(64)}\n`, { mode: 0o600 });
    expect(await other.json(...from)).toMatchObject({ exitCode: 6, error: { code: 'wrong-key' } });
    copyFileSync(stateFile(gomeet, 'backup/key'), join(other.folder, 'backup.key'));
    const restored = await other.run(...from);
    expect(restored.exitCode, restored.stderr).toBe(0);
    expect(await written(other)).toContain('c while the storage was away');
  },
);
