import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Platform, startPlatform } from './support/platform.ts';
import { eventually, freePort } from './support/services.ts';

let platform: Platform;
let folder: string;
const programs: ChildProcess[] = [];

beforeAll(async () => {
  platform = await startPlatform();
  folder = await mkdtemp(join(tmpdir(), 'gomeet-sentinel-'));
});
afterAll(async () => {
  await platform.stop();
  await Promise.all(programs.map(kill));
  await rm(folder, { recursive: true, force: true });
});

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

function startServer(...args: string[]): ChildProcess {
  const child = spawn('redis-server', [...args], { cwd: folder, stdio: 'ignore' });
  programs.push(child);
  return child;
}

const server = (port: number, ...args: string[]): ChildProcess =>
  startServer('--port', String(port), '--bind', '127.0.0.1', '--save', '', '--requirepass', 'pass', ...args);

/** One Sentinel that needs a password, as the manifests have three. */
async function startSentinel(masterPort: number): Promise<number> {
  const port = await freePort();
  const settings = [
    `port ${port}`,
    'bind 127.0.0.1',
    'requirepass pass',
    `sentinel monitor gomeet 127.0.0.1 ${masterPort} 1`,
    'sentinel auth-pass gomeet pass',
    'sentinel down-after-milliseconds gomeet 500',
    'sentinel failover-timeout gomeet 2000',
  ];
  const path = join(folder, 'sentinel.conf');
  await writeFile(path, settings.join('\n'));
  startServer(path, '--sentinel');
  return port;
}

test('a worker finds the master through Sentinel, and the next one when it dies', {
  tags: ['slow'],
}, async () => {
  const [first, second] = [await freePort(), await freePort()];
  const master = server(first);
  server(second, '--replicaof', '127.0.0.1', String(first), '--masterauth', 'pass');
  const port = await startSentinel(first);
  const worker = await platform.startWorker({
    config: {
      worker: 'api-sentinel',
      // The address gives the password; where the master is, Sentinel says.
      redisUrl: 'redis://:pass@redis.invalid:6379/0',
      redisSentinels: { addresses: [{ host: '127.0.0.1', port }], master: 'gomeet', password: 'pass' },
    },
  });
  await eventually('the replica follows', async () =>
    expect(await worker.redis.info('replication')).toContain('state=online'),
  );
  await worker.redis.set('acknowledged', 'before');
  await eventually('the replica has it', async () => expect(await worker.redis.wait(1, 100)).toBe(1));

  // It asks the master for its replicas every ten seconds, and can promote only one that it knows.
  const sentinel = new Redis({ port, password: 'pass' });
  await eventually('Sentinel knows the replica', async () =>
    expect(await sentinel.info('sentinel')).toContain('slaves=1'),
  );
  sentinel.disconnect();

  await kill(master);

  await eventually(
    'the replica is the master',
    async () => {
      expect(await worker.redis.set('acknowledged', 'after')).toBe('OK');
      expect(await worker.redis.config('GET', 'port')).toEqual(['port', String(second)]);
    },
    30_000,
  );
});

test('a worker starts while no Sentinel answers', { tags: ['slow'] }, async () => {
  const lonely = await platform.startWorker({
    config: {
      worker: 'api-no-sentinel',
      redisSentinels: { addresses: [{ host: '127.0.0.1', port: 1 }], master: 'gomeet', password: undefined },
    },
  });
  expect((await lonely.inject('/healthz')).statusCode).toBe(200);
  expect((await lonely.inject('/readyz')).statusCode).toBe(503);
});
