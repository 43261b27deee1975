import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Platform, startPlatform } from './support/platform.ts';
import { eventually, freePort } from './support/services.ts';
import { openSocket } from './support/socket.ts';

const slow = { tags: ['slow'] };
let platform: Platform;
const children: ChildProcess[] = [];

beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await platform.stop();
});

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
  readonly stdout: string;
}

/** Runs a program of the API as a process of its own, as the supervisor does. */
function run(
  program: 'server' | 'migrate',
  env: Record<string, string>,
): { child: ChildProcess; ended: Promise<Ended> } {
  const file = fileURLToPath(new URL(`../../src/platform/api/${program}.ts`, import.meta.url));
  const child = spawn(process.execPath, [file], { env: { PATH: process.env.PATH, ...env } });
  children.push(child);
  let stderr = '';
  let stdout = '';
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  const ended = new Promise<Ended>((resolve) =>
    child.once('close', (code) => resolve({ code, stderr, stdout })),
  );
  return { child, ended };
}

const environment = (port: number, adminPort: number, worker = 'api-1'): Record<string, string> => ({
  GOMEET_API_PORT: String(port),
  GOMEET_API_REUSE_PORT: '1',
  GOMEET_API_ADMIN_PORT: String(adminPort),
  GOMEET_API_WORKER: worker,
  DATABASE_URL: platform.config.database.url,
  DATABASE_POOL_SIZE: '5',
  REDIS_URL: platform.config.redisUrl,
  LIVEKIT_URL: platform.config.livekit.clientUrl,
  LIVEKIT_API_URL: platform.config.livekit.apiUrl,
  LIVEKIT_API_KEY: platform.config.livekit.apiKey,
  LIVEKIT_API_SECRET: platform.config.livekit.apiSecret,
  ACCESS_TOKEN_PRIVATE_KEY: platform.config.accessTokenPrivateKey,
  DATA_ENCRYPTION_KEYS: platform.config.dataKeys
    .map(({ id, key }) => `${id}:${key.toString('base64')}`)
    .join(','),
  GOMEET_LOG_LEVEL: 'warn',
});

const text = async (url: string) => (await fetch(url)).text();

test('workers share one port, show their own metrics, and end in order on SIGTERM', slow, async () => {
  const port = await freePort();
  const adminPorts = [await freePort(), await freePort()];
  const workers = adminPorts.map((admin, index) =>
    run('server', environment(port, admin, `api-${index + 1}`)),
  );
  for (const admin of adminPorts) {
    await eventually('the worker is up', async () =>
      expect((await fetch(`http://127.0.0.1:${admin}/healthz`)).ok).toBe(true),
    );
  }
  for (let call = 0; call < 20; call += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/openapi.json`, { headers: { connection: 'close' } });
    await answer.body?.cancel();
  }
  const metrics = await Promise.all(adminPorts.map((admin) => text(`http://127.0.0.1:${admin}/metrics`)));
  const served = metrics.map((page) =>
    Number(
      /http_request_duration_seconds_count\{[^}]*route="\/openapi.json"[^}]*\} (\d+)/.exec(page)?.[1] ?? 0,
    ),
  );
  expect(served.reduce((sum, count) => sum + count, 0)).toBe(20);
  for (const name of [
    'gomeet_database_query_duration_seconds',
    'gomeet_password_hashes',
    'http_requests_total',
    'pg_stat_database_numbackends{',
    'redis_memory_used_bytes{',
    'redis_connected_clients{',
    'nodejs_eventloop_lag_p99_seconds',
  ]) {
    expect(metrics[0]).toContain(name);
  }

  const socket = await openSocket(`ws://127.0.0.1:${port}/ws`);
  for (const { child } of workers) child.kill('SIGTERM');
  expect((await socket.next('reconnect')).type).toBe('reconnect');
  expect(await socket.closed).toBe(1012);
  expect(await Promise.all(workers.map(async ({ ended }) => (await ended).code))).toEqual([0, 0]);
});

test(
  'what is wrong with the environment is named, secrets are not repeated, and the code is 2',
  slow,
  async () => {
    const { GOMEET_API_PORT: _port, ...rest } = environment(1, 1);
    const { code, stderr } = await run('server', { ...rest, LIVEKIT_API_SECRET: 'shorter-than-needed' })
      .ended;
    expect(code).toBe(2);
    expect(stderr).toContain('GOMEET_API_PORT: is not set');
    expect(stderr).toContain('LIVEKIT_API_SECRET: at least 32 characters');
    expect(stderr).not.toContain('shorter-than-needed');
  },
);

test('a private key that is none is a wrong environment too', slow, async () => {
  const wrong = { ...environment(await freePort(), await freePort()), ACCESS_TOKEN_PRIVATE_KEY: 'YWJj' };
  const { code, stderr } = await run('server', wrong).ended;
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('ACCESS_TOKEN_PRIVATE_KEY') });
});

test('a port that is taken is an error, not a silence', slow, async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const { port } = holder.address() as { port: number };
  const { code, stderr } = await run('server', environment(port, await freePort())).ended;
  holder.close();
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('EADDRINUSE') });
});

test('migrate says what it applied, and wants an address', slow, async () => {
  const repeated = await run('migrate', { DATABASE_URL: platform.config.database.url }).ended;
  expect(repeated).toEqual({ code: 0, stdout: 'nothing to apply\n', stderr: '' });
  const without = await run('migrate', {}).ended;
  expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining('DATABASE_URL is not set') });
  const away = await run('migrate', { DATABASE_URL: 'postgres://127.0.0.1:1/none' }).ended;
  expect(away.code).toBe(1);
});
