/** All workers are replaced one after the other while 2,000 people chat: nothing is lost, doubled or out of order. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { text as readAll } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CrowdPlan, CrowdReport } from './support/chatting-crowd.ts';
import { type Platform, startPlatform } from './support/platform.ts';
import { eventually, freePort } from './support/services.ts';

const workers = 4;
const crowds = 2;
const people = Number(process.env.GOMEET_ROLLING_PEOPLE ?? 2000);
const roomSize = 20;
/** 2,000 people who speak every 20 s are 100 lines a second, each heard by 20: 2,000 deliveries a second. */
const lineEveryMs = 20_000;
/** For a worker to start, or for a crowd to come back, on a machine that has other work. */
const patienceMs = 90_000;

let platform: Platform;
let control: FastifyInstance;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  platform = await startPlatform();
  control = await platform.startWorker({ config: { worker: 'control' } });
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await platform.stop();
});

function start(file: string, env: Record<string, string>): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [path], { env: { PATH: process.env.PATH, ...env } });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

async function startWorker(port: number, adminPort: number, name: string): Promise<ChildProcess> {
  const { config } = platform;
  const child = start('../../src/platform/api/server.ts', {
    GOMEET_API_PORT: String(port),
    GOMEET_API_REUSE_PORT: '1',
    GOMEET_API_ADMIN_PORT: String(adminPort),
    GOMEET_API_WORKER: name,
    DATABASE_URL: config.database.url,
    REDIS_URL: config.redisUrl,
    LIVEKIT_URL: config.livekit.clientUrl,
    LIVEKIT_API_URL: config.livekit.apiUrl,
    LIVEKIT_API_KEY: config.livekit.apiKey,
    LIVEKIT_API_SECRET: config.livekit.apiSecret,
    ACCESS_TOKEN_PRIVATE_KEY: config.accessTokenPrivateKey,
    DATA_ENCRYPTION_KEYS: config.dataKeys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(','),
    GOMEET_LOG_LEVEL: 'error',
  });
  child.stderr?.pipe(process.stderr);
  child.stdout?.pipe(process.stderr);
  await eventually(
    `${name} is up`,
    async () => expect((await fetch(`http://127.0.0.1:${adminPort}/healthz`)).ok).toBe(true),
    patienceMs,
  );
  return child;
}

/** Accounts with seats in rooms, straight in the database: joining is not what is tested. */
async function seedPeople(): Promise<CrowdPlan['people']> {
  const { rows } = await control.pool.query<{ user_id: string; room_id: string }>(
    `WITH account AS (
       INSERT INTO users (email, password, first_name, last_name)
       SELECT 'crowd-' || n || '@example.org', 'none', 'Person', n::text FROM generate_series(0, $1 - 1) AS n
       RETURNING id, last_name::integer AS n
     ), room AS (
       INSERT INTO rooms (name, host_id, max_users) SELECT n::text, id, $2 FROM account WHERE n % $2 = 0
       RETURNING id, name::integer AS first
     )
     INSERT INTO room_participants (room_id, user_id, display_name, role)
     SELECT room.id, account.id, 'Person', CASE WHEN account.n = first THEN 'host' ELSE 'participant' END
     FROM account JOIN room ON first = account.n - account.n % $2
     RETURNING user_id, room_id`,
    [people, roomSize],
  );
  return Promise.all(
    rows.map(async ({ user_id: userId, room_id: roomId }, index) => ({
      userId,
      roomId,
      token: await control.accessTokens.sign({ userId, sessionId: randomUUID(), admin: false }),
      address: `127.1.${index >> 8}.${index & 255}`,
    })),
  );
}

async function startCrowd(plan: CrowdPlan) {
  const child = start('./support/chatting-crowd.ts', {});
  child.stdin?.end(JSON.stringify(plan));
  const report = readAll(child.stdout as NodeJS.ReadableStream);
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', (chunk) => {
      if (String(chunk).includes('all in')) resolve();
      else process.stderr.write(chunk);
    });
    child.once('exit', (code) => reject(new Error(`the crowd ended with ${code}`)));
  });
  return { child, report: report.then((text) => JSON.parse(text) as CrowdReport) };
}

async function expectSockets(adminPorts: readonly number[]): Promise<void> {
  const counts = await Promise.all(
    adminPorts.map(async (admin) => {
      const metrics = await (await fetch(`http://127.0.0.1:${admin}/metrics`)).text();
      return Number(/websocket_connections_active\{[^}]*\} (\d+)/.exec(metrics)?.[1]);
    }),
  );
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(people);
}

test(`a rolling restart of all workers under ${people} chatting sockets loses, doubles and reorders nothing`, {
  tags: ['soak'],
}, async () => {
  const port = await freePort();
  const adminPorts = await Promise.all(Array.from({ length: workers }, freePort));
  const running = await Promise.all(
    adminPorts.map((admin, index) => startWorker(port, admin, `api-${index + 1}`)),
  );
  const everyone = await seedPeople();
  // A room's people are in one crowd, which can then tell when all of them have heard the last line.
  const byRoom = [...Map.groupBy(everyone, ({ roomId }) => roomId).values()];
  const shares = Array.from({ length: crowds }, (_, crowd) =>
    byRoom.filter((_room, index) => index % crowds === crowd).flat(),
  );
  const apiUrl = `http://127.0.0.1:${port}`;
  const started = await Promise.all(
    shares.map((share) => startCrowd({ apiUrl, lineEveryMs: lineEveryMs, people: share })),
  );

  for (const [index, admin] of adminPorts.entries()) {
    const worker = running[index] as ChildProcess;
    const exited = new Promise((resolve) => worker.once('exit', resolve));
    worker.kill('SIGTERM');
    expect(await exited).toBe(0);
    running[index] = await startWorker(port, admin, `api-${index + 1}`);
    await eventually('everybody has come back', () => expectSockets(adminPorts), patienceMs);
  }
  for (const { child } of started) child.kill('SIGUSR2');
  const heard = (await Promise.all(started.map(({ report }) => report))).flatMap((one) => one.people);

  const { rows } = await control.pool.query<{ room_id: string; ids: string[]; last: number; count: number }>(
    `SELECT room_id, array_agg(client_id) AS ids, max(sequence)::int AS last, count(*)::int AS count
     FROM room_messages GROUP BY room_id`,
  );
  const stored = new Map(rows.map((row) => [row.room_id, row]));
  const confirmed = heard.flatMap((person) => person.confirmed);
  const reconnected = heard.filter(({ connections }) => connections > 1).length;
  process.stdout.write(`${confirmed.length} lines, ${reconnected} of ${heard.length} people came back\n`);

  expect(heard).toHaveLength(people);
  expect(reconnected).toBeGreaterThan(people / 2);
  expect(heard.reduce((sum, { doubled }) => sum + doubled, 0)).toBe(0);
  expect(heard.reduce((sum, { skipped }) => sum + skipped, 0)).toBe(0);
  // Everything that was confirmed is in the database, once, and numbered without gaps.
  expect(rows.flatMap(({ ids }) => ids).sort()).toEqual(confirmed.sort());
  expect(rows.filter(({ last, count }) => last !== count)).toEqual([]);
  // And everybody has heard all of it, up to the last line of their room.
  expect(heard.filter((one) => one.lastSequence !== (stored.get(one.roomId)?.last ?? 0))).toEqual([]);
});
