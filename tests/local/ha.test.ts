/** Profile `ha`: what it says it is, that it works through its doors, that faults do what they say, and that nothing stays behind. */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import { Redis } from 'ioredis';
import pg from 'pg';
import { expect, test } from 'vitest';
import { lives, localGomeet, processesOf, until } from './local-gomeet.ts';
import { targetIn } from './target-in.ts';

const slow = { tags: ['slow'], timeout: 180_000 };

type Target = ReturnType<typeof targetIn>;
type Ha = NonNullable<Awaited<ReturnType<Target['connections']>>['ha']>;

async function rows(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 2_000,
    query_timeout: 3_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Whether Patroni says that its server plays that part. */
const plays = (patroniUrl: string, part: string): Promise<boolean> =>
  fetch(`${patroniUrl}/${part}`, { signal: AbortSignal.timeout(1_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

async function primaryOf({ postgres }: Ha): Promise<string | undefined> {
  for (const { name, patroniUrl } of postgres) if (await plays(patroniUrl, 'primary')) return name;
  return undefined;
}

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(1_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

function accepts(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: '127.0.0.1', port }, () => resolve(true));
  socket.on('error', () => resolve(false));
  socket.setTimeout(1_000, () => resolve(false));
  return promise.finally(() => socket.destroy());
}

test('profile ha comes up, is what it says, breaks as it is told to and leaves nothing', slow, async () => {
  await using gomeet = localGomeet();
  const deployed = await gomeet.run('deploy', '--profile', 'ha');
  expect(deployed, deployed.stderr).toMatchObject({ exitCode: 0 });
  const services = await gomeet.services();
  expect(services.filter(({ state }) => state !== 'ready')).toEqual([]);
  const target = targetIn(gomeet.folder);
  const connections = await target.connections();
  const { ha } = connections;
  if (ha === undefined) throw new Error('no connections of profile ha');

  await expectReplicas(ha, connections.databaseUrl);
  await expectSentinels(ha, connections.redisUrl);
  await expectApiThroughDoor(connections.apiUrl);
  await expectFaults(target, connections.apiUrl, ha);

  const ports = Object.values(
    JSON.parse(readFileSync(join(gomeet.folder, '.gomeet', 'ports.json'), 'utf8')) as Record<string, number>,
  );
  // The worst case: nobody is left who could stop the others in good order.
  process.kill(gomeet.supervisorId(), 'SIGKILL');
  expect(await gomeet.json('down')).toMatchObject({ exitCode: 0 });
  expect(services.filter(({ processId }) => processId !== null && lives(processId))).toEqual([]);
  expect(processesOf(gomeet.folder)).toEqual([]);
  expect((await Promise.all(ports.map(accepts))).filter(Boolean)).toEqual([]);
  expect(readFileSync('/proc/self/mounts', 'utf8')).not.toContain(gomeet.folder);
});

/** One primary, two replicas that stream, one of them with every commit; the door leads to the primary. */
async function expectReplicas(ha: Ha, databaseUrl: string): Promise<void> {
  const [door] = await rows(databaseUrl, 'SELECT inet_server_port() AS port, pg_is_in_recovery() AS standby');
  const primary = ha.postgres.find(({ port }) => port === door?.port);
  expect(door).toMatchObject({ standby: false });
  expect(primary?.name).toBe(await primaryOf(ha));
  // A standby that runs asks for its slot until Patroni's next round has made it, and chosen who is synchronous.
  await until('both standbys stream, one of them synchronously', async () => {
    const sql = 'SELECT state, sync_state FROM pg_stat_replication ORDER BY sync_state';
    const standbys = await rows(primary?.url ?? '', sql);
    return isDeepStrictEqual(
      standbys.map(({ state, sync_state: sync }) => `${state} ${sync}`),
      ['streaming async', 'streaming sync'],
    );
  });
}

/** Three Sentinels that agree, two replicas in step, and a door to the master. */
async function expectSentinels({ redis }: Ha, redisUrl: string): Promise<void> {
  const [first] = redis.sentinels;
  const sentinel = new Redis({ host: '127.0.0.1', port: first?.port ?? 0, password: redis.password });
  const master = new Redis(redisUrl);
  try {
    expect(await sentinel.call('SENTINEL', 'CKQUORUM', redis.masterName)).toContain('OK 3 usable Sentinels');
    const role = (await master.call('ROLE')) as [string, number, unknown[]];
    expect(role[0]).toBe('master');
    expect(role[2]).toHaveLength(2);
  } finally {
    sentinel.disconnect();
    master.disconnect();
  }
}

/** Each worker answers through the door; somebody registers, makes a meeting and gets what joins it: database, Redis and LiveKit take part. */
async function expectApiThroughDoor(apiUrl: string): Promise<void> {
  const workers = new Set<string>();
  for (let request = 0; request < 6; request += 1) {
    const { worker } = (await (await fetch(`${apiUrl}/readyz`)).json()) as { worker: string };
    workers.add(worker);
  }
  expect([...workers].toSorted()).toEqual(['api-1', 'api-2', 'api-3']);

  let token = '';
  const post = async (path: string, body: object): Promise<{ status: number; document: never }> => {
    const response = await fetch(`${apiUrl}/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== '' && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, document: (await response.json()) as never };
  };
  const credentials = { email: 'nora@example.org', password: 'a long and winding road' };
  const registered = await post('/auth/register', { ...credentials, firstName: 'Nora', lastName: 'New' });
  expect(registered).toMatchObject({ status: 201 });
  token = ((await post('/auth/login', credentials)).document as { accessToken: string }).accessToken;
  const created = await post('/rooms', { name: 'Behind the door' });
  expect(created).toMatchObject({ status: 201 });
  expect(await post(`/rooms/${(created.document as { id: string }).id}/join`, {})).toMatchObject({
    status: 200,
  });
}

async function expectFaults({ faults }: Target, apiUrl: string, ha: Ha): Promise<void> {
  // A worker that is frozen answers nobody; the door passes it by.
  const frozen = await faults.freeze('api-1');
  expect(frozen.command).toMatch(/^kill -STOP \d+/);
  expect(performance.now() - frozen.at).toBeGreaterThanOrEqual(0);
  await until('the door to pass the frozen worker by', () => answers(`${apiUrl}/healthz`));
  await faults.thaw('api-1');

  const replica = ha.postgres.find(({ name }) => name === 'postgres-3');
  if (replica === undefined) throw new Error('no postgres-3');
  if (process.getuid?.() === 0) {
    await faults.cutOff(replica.name);
    expect(await accepts(replica.port)).toBe(false);
    await faults.reconnect(replica.name);
    expect(await accepts(replica.port)).toBe(true);
    const folder = await dataFolder(replica.url);
    await faults.fillDisk(replica.name);
    expect(await availableKib(folder)).toBe(0);
    await faults.freeDisk(replica.name);
    expect(await availableKib(folder)).toBeGreaterThan(1024 ** 2);
  }

  // Killed with all its processes and left down, until it is started.
  await faults.restartPolicy('redis-3', 'never');
  await faults.kill('redis-3');
  const third = ha.redis.nodes.find(({ name }) => name === 'redis-3')?.port ?? 0;
  await until('redis-3 to be gone', async () => !(await accepts(third)));
  await expect(faults.kill('redis-3')).rejects.toMatchObject({ code: 'not-running' });
  await faults.start('redis-3');
  expect(await accepts(third)).toBe(true);

  await expect(faults.freeze('nobody')).rejects.toMatchObject({ code: 'no-such-service' });
}

async function availableKib(folder: string): Promise<number> {
  const { stdout } = await promisify(execFile)('df', ['--output=avail', folder]);
  return Number(stdout.split('\n')[1]);
}

async function dataFolder(url: string): Promise<string> {
  const [setting] = await rows(url, 'SHOW data_directory');
  const folder = String(setting?.data_directory);
  expect(existsSync(folder)).toBe(true);
  return folder;
}
