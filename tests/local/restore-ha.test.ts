/** Backup and restore of a platform with three database servers: across a failover, killed half-way, and redundant afterwards. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalGomeet, localGomeet, outcomeOf, until } from './local-gomeet.ts';
import { targetIn } from './target-in.ts';

const drills = { tags: ['drills'] };
let gomeet: LocalGomeet;
beforeAll(async () => {
  gomeet = localGomeet();
  const deployed = await gomeet.run('deploy', '--profile', 'ha');
  expect(deployed.exitCode, deployed.stderr).toBe(0);
  await query('CREATE TABLE written (what text PRIMARY KEY)');
  const made = await gomeet.run('backup');
  expect(made.exitCode, made.stderr).toBe(0);
}, 180_000);
afterAll(() => gomeet[Symbol.asyncDispose](), 60_000);

const stateFile = (name: string): string => join(gomeet.folder, '.gomeet', name);
const jsonIn = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
const base = (): string => join(jsonIn(stateFile('places.json')).postgres.dataDirectory, '..');

/** Asks the primary, whoever that is. */
async function query(sql: string): Promise<string[]> {
  const { databasePassword: password } = jsonIn(stateFile('secrets.json'));
  const port = jsonIn(stateFile('ports.json'))['postgres-primary'];
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'gomeet',
    password,
    database: 'gomeet',
    connectionTimeoutMillis: 2_000,
    query_timeout: 5_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return rows.map((row) => String(row[0]));
  } finally {
    await client.end().catch(() => undefined);
  }
}

const write = (what: string) => query(`INSERT INTO written VALUES ('${what}')`);
const written = () => query('SELECT what FROM written ORDER BY what');
const apart = () => query('SELECT pg_sleep(0.01)');
const moment = async (): Promise<string> => {
  await apart();
  const [now = ''] = await query(
    `SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  );
  await apart();
  return now;
};
const following = () =>
  query(`SELECT state || ' ' || sync_state FROM pg_stat_replication ORDER BY sync_state, application_name`);
const primaryName = async (): Promise<string> => {
  // Whoever holds the lease is not the primary before it has been promoted.
  const [folder = ''] = await query(`SELECT current_setting('data_directory') WHERE NOT pg_is_in_recovery()`);
  return folder.split('/').at(-2) ?? '';
};

/** The primary's machine is gone until another one leads. */
async function failOver(): Promise<void> {
  const before = await primaryName();
  const { faults } = targetIn(gomeet.folder);
  await faults.restartPolicy(before, 'never');
  await faults.kill(before);
  await until('another primary', async () => {
    const now = await primaryName().catch(() => before);
    return now !== before && now !== '';
  });
  await faults.restartPolicy(before, 'always');
  await faults.start(before);
}

test(
  'a restore to a moment after a failover, killed half-way and run again, has what was before it on every server',
  drills,
  async () => {
    await write('a on the first primary');
    await failOver();
    await write('b on the second primary');
    const between = await moment();
    await write('c too late');

    const child = gomeet.start('restore', '--to', between, '--yes');
    const outcome = outcomeOf(child);
    const begun = join(base(), 'postgres-1', 'data.restoring', 'PG_VERSION');
    await until('restored files', () => existsSync(begun));
    child.kill('SIGKILL');
    await outcome;
    expect(await written()).toContain('c too late');

    const restored = await gomeet.run('restore', '--to', between, '--yes', '--json');
    expect(restored.exitCode, restored.stderr).toBe(0);
    expect(await written()).toEqual(['a on the first primary', 'b on the second primary']);
    // Until Patroni has chosen one of the two to hold each commit, whichever is first does, and the other may take its place.
    await until('one to be chosen', async () => !(await following()).includes('streaming potential'));
    expect(await following()).toEqual(['streaming async', 'streaming sync']);
    expect(JSON.parse(restored.stdout).data.keptAside).toHaveLength(3);
    expect((await gomeet.services()).every(({ state }) => state === 'ready')).toBe(true);
    // What Patroni forgot with etcd it has been told again.
    const { etcd } = jsonIn(stateFile('ports.json'));
    const kept = (await (await fetch(`http://127.0.0.1:${etcd}/v2/keys/service/gomeet/config`)).json()) as {
      node: { value: string };
    };
    expect(JSON.parse(kept.node.value)).toMatchObject({ ttl: 15, synchronous_mode_strict: true });
  },
);

test('the archive goes on after it; verify compares, and refuses one flipped byte', drills, async () => {
  await write('d after the restore');
  const again = await gomeet.run('backup');
  expect(again.exitCode, again.stderr).toBe(0);
  expect(await gomeet.json('backup', 'verify')).toMatchObject({
    exitCode: 0,
    data: { isWhole: true, findings: [] },
  });
  const storage: string = jsonIn(stateFile('backup/settings.json')).storage.path;
  const path = readdirSync(storage, { recursive: true, withFileTypes: true })
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted()
    .findLast((name) => /\/bundle\/1$/.test(name));
  const flipped = readFileSync(path ?? '');
  const at = Math.floor(flipped.length / 2);
  flipped[at] = (flipped[at] ?? 0) ^ 1;
  writeFileSync(path ?? '', flipped);
  expect((await gomeet.run('backup', 'verify')).exitCode).toBe(4);
});
