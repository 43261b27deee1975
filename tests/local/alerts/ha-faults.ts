import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { localLimits } from '../../../src/monitoring/plan-limits.ts';
import { until } from '../local-gomeet.ts';
import { type AlertFault, again } from './alert-fault.ts';
import { blockWay } from './blocked-way.ts';
import { roomOfComers } from './rooms.ts';
import type { WatchedHa } from './watched-ha.ts';

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The servers that follow, by Patroni. */
async function standbysOf({ ha }: WatchedHa) {
  const isStandby = await Promise.all(
    ha.postgres.map(async ({ patroniUrl }) => (await fetch(`${patroniUrl}/replica`)).ok),
  );
  return ha.postgres.filter((_, index) => isStandby[index]);
}

/** Connections that somebody has and does not give back. @param first what each asks first; a refused one is left out */
async function hold(url: string, count: number, first = ''): Promise<() => Promise<void>> {
  const clients = Array.from({ length: count }, () => new pg.Client({ connectionString: url }));
  for (const client of clients) client.on('error', () => undefined);
  await Promise.all(
    clients.map(async (client) => {
      await client.connect();
      if (first !== '') await client.query(first);
    }),
  );
  return async () => {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  };
}

/** `default_pool_size` of pgbouncer.ts: connections to the server that clients share. */
const poolSize = 40;

export const haFaults: readonly AlertFault<WatchedHa>[] = [
  {
    title: 'both standbys are stopped',
    alerts: ['NoStandby'],
    begin: async (platform) => {
      const { faults } = platform.target;
      const standbys = await standbysOf(platform);
      await Promise.all(standbys.map(({ name }) => faults.stop(name)));
      return () => Promise.all(standbys.map(({ name }) => faults.start(name)));
    },
  },
  {
    title: 'a standby receives the log and does not replay it',
    alerts: ['ReplicationLag', 'ReplicationLagCritical'],
    begin: async (platform) => {
      const [standby] = await standbysOf(platform);
      if (standby === undefined) throw new Error('no standby');
      // The one process that replays; Patroni would end a pause that is asked for in good order.
      const [startup] = await query(
        standby.url,
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'startup'",
      );
      const processId = Number(startup?.pid);
      process.kill(processId, 'SIGSTOP');
      const end = again(async () => {
        await query(platform.connections.databaseUrl, "SELECT pg_logical_emit_message(true, 'gomeet', '')");
        await delay(1_000);
      });
      return async () => {
        await end();
        process.kill(processId, 'SIGCONT');
      };
    },
  },
  {
    title: 'the pooler is killed and stays down',
    alerts: ['PoolersDown'],
    begin: async ({ target: { faults } }) => {
      await faults.restartPolicy('pgbouncer', 'never');
      await faults.kill('pgbouncer');
      return async () => {
        await faults.restartPolicy('pgbouncer', 'always');
        await faults.start('pgbouncer');
      };
    },
  },
  {
    title: 'somebody takes nearly every connection of the pooler',
    alerts: ['PoolerConnections', 'PoolerConnectionsCritical'],
    // Of 500, more than 475; the API has some ten.
    begin: ({ connections }) => hold(connections.databaseUrl, 0.96 * localLimits.poolerConnections),
  },
  {
    title: 'transactions that nobody ends hold the whole pool while others ask',
    alerts: ['PoolerQueue'],
    begin: async ({ connections: { databaseUrl } }) => {
      const release = await hold(databaseUrl, poolSize, 'BEGIN; SELECT 1');
      // The pooler sends those who wait away after 5 s; they come again.
      const asking = Array.from({ length: 30 }, () =>
        again(() => query(databaseUrl, 'SELECT 1').catch(() => delay(100))),
      );
      return async () => {
        await release();
        await Promise.all(asking.map((end) => end()));
      };
    },
  },
  {
    title: 'the disk of a Redis is full',
    alerts: ['RedisAppendOnlyFile'],
    begin: async (platform) => {
      const { gomeet, target, ha, connections } = platform;
      const node = ha.redis.nodes.at(-1);
      if (node === undefined) throw new Error('no Redis');
      const folder = join(gomeet.folder, '.gomeet', node.name);
      await target.faults.stop(node.name);
      const disk = mkdtempSync(join(tmpdir(), 'gomeet-disk-'));
      cpSync(folder, disk, { recursive: true });
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m,mode=700', 'tmpfs', folder]);
      cpSync(disk, folder, { recursive: true });
      rmSync(disk, { recursive: true });
      await target.faults.start(node.name);
      const own = new Redis(node.url);
      await until(`${node.name} has it all, in its file too`, async () =>
        /link_status:up[\s\S]*rewrite_in_progress:0/.test(
          (await own.info('replication')) + (await own.info('persistence')),
        ),
      );
      // Else a replica that cannot write ends itself, again and again.
      await own.config('SET', 'replica-ignore-disk-write-errors', 'yes');
      own.disconnect();
      execFileSync('sh', ['-c', `dd if=/dev/zero of=${join(folder, 'filler')} bs=4k 2>/dev/null || true`]);
      const redis = new Redis(connections.redisUrl);
      const end = again(async () => {
        await redis.set('fills:the:disk', 'x'.repeat(10_000));
        await delay(200);
      });
      return async () => {
        await end();
        await redis.del('fills:the:disk');
        redis.disconnect();
        rmSync(join(folder, 'filler'));
        await target.faults.stop(node.name);
        execFileSync('umount', [folder]);
        await target.faults.start(node.name);
      };
    },
  },
  {
    title: 'the media servers cannot reach the API, and people come',
    alerts: ['WebhooksStopped'],
    begin: async (platform) => {
      const leave = await roomOfComers(platform, 12);
      const api = new URL(platform.connections.apiUrl).port;
      // Each service has a group of its own, which only services of its name share, on whatever platform; the port is this platform's.
      const groups = platform.ha.livekit.map(({ processId }) => groupOf(processId ?? 0));
      const opened = groups.map((group) => blockWay(group, [`tcp dport ${api}`]));
      return async () => {
        await Promise.all(opened.map((open) => open()));
        await leave();
      };
    },
  },
];

function groupOf(processId: number): number {
  const status = readFileSync(`/proc/${processId}/status`, 'utf8');
  return Number(/^Gid:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN);
}
