/**
 * `npm run bench:api`: how much of a machine the API takes beside bare Fastify, ws and pg that run the same statements: joining a
 * room, and a line of conversation that 500 people hear. Rates are offered in the open model and raised until 95 of 100 take
 * longer than 200 ms. One worker each, the same PostgreSQL, one after the other. `npm run bench:api -- 10`: seconds a step.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { WebSocket } from 'ws';
import { type Platform, startPlatform } from '../platform/support/platform.ts';
import { eventually, freePort } from '../platform/support/services.ts';
import { gather, openSocket, post } from './api-bench/clients.ts';
import { climb, type Measured } from './api-bench/open-model.ts';

const seconds = Number(process.argv[2] ?? 5);
/** Each joins once: the steps up to 1,500 a second take this many. */
const joiners = 50_000;
const seats = 100;
const audience = 500;

const platform: Platform = await startPlatform();
const control = await platform.startWorker({ config: { worker: 'control' } });
const { config } = platform;

async function startServer(file: string, port: number, env: Record<string, string>) {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [path], {
    stdio: 'inherit',
    env: { PATH: process.env.PATH, DATABASE_URL: config.database.url, PORT: String(port), ...env },
  });
  const probe = async () => void (await (await fetch(`http://127.0.0.1:${port}/healthz`)).body?.cancel());
  await eventually(`${file} answers`, probe, 60_000);
  const stop = () => new Promise<void>((resolve) => child.once('exit', () => resolve()).kill('SIGTERM'));
  return { url: `http://127.0.0.1:${port}`, stop };
}

async function seedRooms(people: number, roomSize: number): Promise<{ userId: string; roomId: string }[]> {
  const { rows } = await control.pool.query<{ userId: string; roomId: string }>(
    `WITH account AS (
       INSERT INTO users (email, password, first_name, last_name)
       SELECT gen_random_uuid() || '@example.org', 'none', 'Person', n::text FROM generate_series(0, $1 - 1) AS n
       RETURNING id, last_name::integer AS n
     ), room AS (
       INSERT INTO rooms (name, host_id, max_users) SELECT n::text, id, $2 FROM account WHERE n % $2 = 0
       RETURNING id, name::integer AS first
     ) SELECT account.id AS "userId", room.id AS "roomId" FROM account JOIN room ON first = n - n % $2`,
    [people, roomSize],
  );
  // Those who come one after the other go into different rooms, as they do in life.
  return rows.sort((a, b) => (a.userId < b.userId ? -1 : 1));
}

const accountOf = (userId: string) => ({ userId, sessionId: randomUUID(), admin: false });

async function measureJoins(url: string, isOurs: boolean) {
  const people = await seedRooms(joiners, seats);
  const tokens = isOurs
    ? await Promise.all(people.map(({ userId }) => control.accessTokens.sign(accountOf(userId))))
    : [];
  let next = 0;
  return climb(100, seconds, async (dueMs) => {
    const person = people[next];
    const token = tokens[next];
    next += 1;
    if (!person) throw new Error('more joins than people');
    const { userId, roomId } = person;
    if (isOurs) await post(`${url}/api/v1/rooms/${roomId}/join`, { authorization: `Bearer ${token}` });
    else await post(`${url}/join/${roomId}/${userId}`);
    return [performance.now() - dueMs];
  });
}

async function measureChat(url: string, isOurs: boolean) {
  const people = await seedRooms(audience, audience);
  for (const { userId, roomId } of people)
    await control.participants.join(roomId, { userId, name: 'Person' }, null);
  const sockets = url.replace('http', 'ws');
  const enter = async (index: number): Promise<WebSocket> => {
    const { userId, roomId } = people[index] as { userId: string; roomId: string };
    const address = `127.2.${index >> 8}.${index & 255}`;
    if (!isOurs) return openSocket(`${sockets}/${roomId}/${userId}`, address);
    const { ticket } = await control.tickets.issue(accountOf(userId));
    return openSocket(`${sockets}/ws`, address, {
      first: { type: 'authenticate', ticket },
      answer: ({ type }) => {
        if (type === 'authenticated') return { type: 'join_room', roomId };
        return type === 'joined' ? 'in' : undefined;
      },
    });
  };
  const room = await gather(audience, enter);
  try {
    return await climb(5, seconds, room.say);
  } finally {
    room.close();
  }
}

const shown = ({ ratePerSecond, p50Ms, p95Ms, failed }: Measured) =>
  `    ${String(ratePerSecond).padStart(5)}/s  p50 ${p50Ms.toFixed(1)} ms  p95 ${p95Ms.toFixed(1)} ms${failed > 0 ? `  ${failed} failed` : ''}\n`;

const gomeet = {
  file: '../../src/platform/api/server.ts',
  env: (port: number, adminPort: number) => ({
    GOMEET_API_PORT: String(port),
    GOMEET_API_ADMIN_PORT: String(adminPort),
    DATABASE_POOL_SIZE: '10',
    REDIS_URL: config.redisUrl,
    LIVEKIT_URL: config.livekit.clientUrl,
    LIVEKIT_API_URL: config.livekit.apiUrl,
    LIVEKIT_API_KEY: config.livekit.apiKey,
    LIVEKIT_API_SECRET: config.livekit.apiSecret,
    ACCESS_TOKEN_PRIVATE_KEY: config.accessTokenPrivateKey,
    DATA_ENCRYPTION_KEYS: config.dataKeys.map(({ id, key }) => `${id}:${key.toString('base64')}`).join(','),
    GOMEET_LOG_LEVEL: 'error',
  }),
};
const bare = { file: './api-bench/bare-server.ts', env: () => ({}) };

async function measure(what: string, climbOn: (url: string, isOurs: boolean) => ReturnType<typeof climb>) {
  const capacities: number[] = [];
  for (const server of [bare, gomeet]) {
    const isOurs = server === gomeet;
    const port = await freePort();
    const { url, stop } = await startServer(server.file, port, server.env(port, await freePort()));
    const { capacityPerSecond, steps } = await climbOn(url, isOurs);
    await stop();
    capacities.push(capacityPerSecond);
    process.stdout.write(`  ${isOurs ? 'gomeet' : 'bare'}: ${capacityPerSecond}/s\n`);
    process.stdout.write(steps.map(shown).join(''));
  }
  const [ofBare = 0, ofGomeet = 0] = capacities;
  const ratio = ofBare > 0 ? (ofGomeet / ofBare).toFixed(2) : 'unknown';
  process.stdout.write(`${what}: gomeet carries ${ratio} of what bare Fastify, ws and pg carry\n\n`);
}

try {
  await measure('joining', measureJoins);
  await measure(`a line heard by ${audience}`, measureChat);
} finally {
  await platform.stop();
}
