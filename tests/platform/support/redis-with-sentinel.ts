import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect } from 'vitest';
import { eventually, findProgram, freePort } from './services.ts';

/** Redis as the manifests have it, but smaller: a primary, a replica, and one Sentinel, all behind one password. */
export interface RedisWithSentinel {
  readonly sentinelPort: number;
  readonly replicaPort: number;
  readonly password: string;
  killPrimary(): Promise<void>;
  stop(): Promise<void>;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

/** Returns when Sentinel knows the replica, which takes it up to ten seconds: it can promote only what it knows. */
export async function startRedisWithSentinel(password: string): Promise<RedisWithSentinel> {
  const folder = await mkdtemp(join(tmpdir(), 'gomeet-sentinel-'));
  const [primaryPort, replicaPort, sentinelPort] = [await freePort(), await freePort(), await freePort()];
  const programs: ChildProcess[] = [];
  const start = (...args: readonly string[]): ChildProcess => {
    const child = spawn(findProgram('redis-server'), args, { cwd: folder, stdio: 'ignore' });
    programs.push(child);
    return child;
  };
  const server = (port: number, ...args: readonly string[]): ChildProcess =>
    start(
      ...['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--requirepass', password],
      ...args,
    );
  const primary = server(primaryPort);
  server(replicaPort, '--replicaof', '127.0.0.1', String(primaryPort), '--masterauth', password);
  const settings = [
    `port ${sentinelPort}`,
    'bind 127.0.0.1',
    `requirepass ${password}`,
    `sentinel monitor gomeet 127.0.0.1 ${primaryPort} 1`,
    `sentinel auth-pass gomeet ${password}`,
    'sentinel down-after-milliseconds gomeet 500',
    'sentinel failover-timeout gomeet 2000',
  ];
  const path = join(folder, 'sentinel.conf');
  await writeFile(path, settings.join('\n'));
  start(path, '--sentinel');
  const sentinel = new Redis({ port: sentinelPort, password, maxRetriesPerRequest: null });
  sentinel.on('error', () => undefined);
  await eventually(
    'Sentinel knows the replica',
    async () => expect(await sentinel.info('sentinel')).toContain('slaves=1'),
    30_000,
  );
  sentinel.disconnect();
  return {
    sentinelPort,
    replicaPort,
    password,
    killPrimary: () => kill(primary),
    stop: async () => {
      await Promise.all(programs.map(kill));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
