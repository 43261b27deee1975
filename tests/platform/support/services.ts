import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { cacheOf } from '../../../src/local/toolchain/cache.ts';

/** A real service that a test file started for itself, on a free loopback port, with its data in a temporary folder. */
export interface Service {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** Debian keeps PostgreSQL's server programs out of the PATH. */
export function findProgram(name: string): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian)
    ? readdirSync(debian).map((version) => join(debian, version, 'bin'))
    : [];
  const folder = [...(process.env.PATH ?? '').split(delimiter), ...versions].find((path) =>
    existsSync(join(path, name)),
  );
  if (folder === undefined) throw new Error(`${name} is not installed: run "gomeet setup"`);
  return join(folder, name);
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('the kernel gave no port');
  return address.port;
}

/** Tries until it works; says the last error when it never does. */
export async function eventually<T>(what: string, attempt: () => Promise<T>, withinMs = 15_000): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline)
        throw new Error(`${what} within ${withinMs} ms: ${String(error)}`, { cause: error });
      await delay(20);
    }
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGINT'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exited;
}

/** PostgreSQL refuses to run as root: there it runs as the system's postgres user. */
const asUnprivileged = (program: string, args: string[]): [string, string[]] =>
  userInfo().uid === 0
    ? [findProgram('setpriv'), ['--reuid=postgres', '--regid=postgres', '--init-groups', program, ...args]]
    : [program, args];

export interface Postgres extends Service {
  /** Ends it as a crash does, without a checkpoint, and starts it again on the same data and port. */
  crash(): Promise<{ restart(): Promise<void> }>;
}

/** @param durable whether a commit waits for the disk, as in production. */
export async function startPostgres({ durable = false } = {}): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), 'gomeet-postgres-'));
  await chmod(folder, 0o777);
  const data = join(folder, 'data');
  const created = spawnSync(
    ...asUnprivileged(findProgram('initdb'), [
      '-D',
      data,
      '-U',
      'gomeet',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--no-sync',
    ]),
    { encoding: 'utf8', cwd: folder },
  );
  if (created.status !== 0) throw new Error(`initdb: ${created.stderr}`);
  const port = await freePort();
  // Where nothing must survive a crash, nothing waits for the disk.
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    ...(durable ? [] : ['fsync=off', 'synchronous_commit=off']),
  ];
  const url = `postgres://gomeet@127.0.0.1:${port}/postgres`;
  const start = async () => {
    const started = spawn(
      ...asUnprivileged(findProgram('postgres'), [
        '-D',
        data,
        '-p',
        String(port),
        ...settings.flatMap((line) => ['-c', line]),
      ]),
      { stdio: 'ignore', cwd: folder },
    );
    await eventually('PostgreSQL answers', async () => {
      const client = new Client({ connectionString: url });
      await client.connect();
      await client.end();
    });
    return started;
  };
  let child = await start();
  return {
    url,
    port,
    crash: async () => {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      // PostgreSQL's immediate shutdown: every process ends at once and the log is replayed at the next start.
      child.kill('SIGQUIT');
      await exited;
      return {
        restart: async () => {
          child = await start();
        },
      };
    },
    stop: async () => {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @param port to come back on the port that clients know, when a test takes Redis away for a while. */
export async function startRedis(port?: number): Promise<Service> {
  const folder = await mkdtemp(join(tmpdir(), 'gomeet-redis-'));
  await mkdir(folder, { recursive: true });
  const chosen = port ?? (await freePort());
  const child = spawn(
    findProgram('redis-server'),
    ['--port', String(chosen), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
    { stdio: 'ignore' },
  );
  const url = `redis://127.0.0.1:${chosen}`;
  await eventually('Redis answers', async () => {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined);
    try {
      await client.connect();
    } finally {
      client.disconnect();
    }
  });
  return {
    url,
    port: chosen,
    stop: async () => {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** livekit-server as GOMEET_LIVEKIT_SERVER names it, or as `gomeet setup` built it. */
export function findLiveKit(): string | undefined {
  const built = cacheOf(process.env, fileURLToPath(new URL('../../../', import.meta.url))).livekitServer;
  return [process.env.GOMEET_LIVEKIT_SERVER, built].find((path) => path !== undefined && existsSync(path));
}

/**
 * @param webhookUrl where it reports to.
 * @param chosenPort to come back on the port that the API knows.
 */
export async function startLiveKit(
  program: string,
  keys: Record<string, string>,
  webhookUrl: string,
  chosenPort?: number,
): Promise<Service> {
  const port = chosenPort ?? (await freePort());
  const udpPort = await freePort();
  const settings = {
    port,
    bind_addresses: ['127.0.0.1'],
    rtc: {
      udp_port: udpPort,
      tcp_port: 0,
      use_external_ip: false,
      node_ip: '127.0.0.1',
      enable_loopback_candidate: true,
    },
    keys,
    webhook: { api_key: Object.keys(keys)[0], urls: [webhookUrl] },
    logging: { level: 'error' },
  };
  // JSON is YAML; and in the environment the keys stay out of the list of processes.
  const child = spawn(program, [], {
    stdio: 'ignore',
    env: { ...process.env, LIVEKIT_CONFIG: JSON.stringify(settings) },
  });
  const url = `http://127.0.0.1:${port}`;
  await eventually('LiveKit answers', async () => {
    if (!(await fetch(url)).ok) throw new Error('not yet');
  });
  // It answers a moment before it counts itself as running, and a request to stop that comes between is forgotten for ever.
  return { url, port, stop: () => end(child, 'SIGKILL') };
}
