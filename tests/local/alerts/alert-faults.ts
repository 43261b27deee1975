import { execFileSync } from 'node:child_process';
import { mkdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { backupMetrics } from '../../../src/monitoring/backup-metrics.ts';
import { smallLimits } from '../../monitoring/small-platform.ts';
import { until } from '../local-gomeet.ts';
import { type AlertFault, again } from './alert-fault.ts';
import { room } from './rooms.ts';
import type { WatchedPlatform } from './watched-platform.ts';
import { type RunningProgram, startProgram } from './watching-programs.ts';

const seconds = (count: number): Promise<void> => delay(count * 1000);

const frozen = (service: string) => async (platform: WatchedPlatform) => {
  await platform.target.faults.freeze(service);
  return () => platform.target.faults.thaw(service);
};

/** Ended in good order, and no longer discovered, until it is started again. */
const stopped = (service: string) => async (platform: WatchedPlatform) => {
  await platform.target.faults.stop(service);
  await platform.discover();
  return async () => {
    await platform.target.faults.start(service);
    await platform.discover();
  };
};

async function withRedis(platform: WatchedPlatform, use: (redis: Redis) => Promise<unknown>): Promise<void> {
  const redis = new Redis((await platform.target.connections()).redisUrl);
  try {
    await use(redis);
  } finally {
    redis.disconnect();
  }
}

/** A rule file that somebody put beside the others. */
const ruleBeside = (platform: WatchedPlatform, content: string): (() => Promise<void>) => {
  const file = join(platform.folder, 'rules/beside.yml');
  writeFileSync(file, content);
  platform.reload();
  return async () => {
    rmSync(file);
    platform.reload();
  };
};

const memoryGroup = '/sys/fs/cgroup/memory';

export const alertFaults: readonly AlertFault<WatchedPlatform>[] = [
  {
    title: 'the media server is frozen',
    alerts: ['ServiceDown', 'InstanceDown'],
    short: true,
    begin: frozen('livekit'),
  },
  {
    title: 'the media server is stopped while the API asks it how many people it has',
    alerts: ['CircuitBreakerOpen'],
    begin: stopped('livekit'),
  },
  {
    title: 'the media server is stopped, and nothing replaces it',
    alerts: ['ServiceMissing'],
    short: true,
    begin: stopped('livekit'),
  },
  {
    title: 'Redis is stopped',
    alerts: ['RedisWithoutPrimary', 'RateLimiterBlind'],
    begin: async (platform) => {
      await platform.target.faults.stop('redis');
      return () => platform.target.faults.start('redis');
    },
  },
  {
    title: 'the replica of Redis is killed',
    alerts: ['RedisReplicaMissing'],
    begin: async (platform) => {
      await platform.replica.kill();
      return () => platform.startReplica();
    },
  },
  {
    title: 'Redis is filled to 97 % of its memory',
    alerts: ['RedisMemory', 'RedisMemoryCritical'],
    begin: async (platform) => {
      const megabyte = 'x'.repeat(1024 * 1024);
      // 256 MiB are its limit; what it had already is a few.
      await withRedis(platform, async (redis) => {
        for (let index = 0; index < 256; index += 1) {
          const used = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
          if (used > 0.965 * 256 * 1024 * 1024) break;
          // Held in blocks of 1.25 MiB by its allocator.
          await redis.set(`filled:${index}`, megabyte);
        }
      });
      return () =>
        withRedis(platform, async (redis) => {
          const keys = await redis.keys('filled:*');
          await redis.del(keys);
        });
    },
  },
  {
    title: 'PostgreSQL is stopped',
    alerts: ['DatabaseWithoutPrimary', 'HighErrorRate', 'HighErrorRateCritical'],
    begin: async (platform) => {
      await platform.target.faults.stop('postgres');
      return () => platform.target.faults.start('postgres');
    },
  },
  {
    title: 'a migration locks the accounts for 700 ms again and again',
    alerts: ['SlowQueries', 'SlowQueriesCritical', 'SlowResponses', 'SlowResponsesCritical'],
    begin: async (platform) => {
      const client = new pg.Client({ connectionString: (await platform.target.connections()).databaseUrl });
      await client.connect();
      const end = again(async () => {
        await client.query('BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(0.7); COMMIT');
        await seconds(0.05);
      });
      return async () => {
        await end();
        await client.end();
      };
    },
  },
  {
    title: 'somebody holds connections to PostgreSQL',
    alerts: ['DatabaseConnections'],
    begin: async (platform) => {
      const { databaseUrl } = await platform.target.connections();
      const clients = Array.from(
        { length: smallLimits.databaseConnections },
        () => new pg.Client({ connectionString: databaseUrl }),
      );
      await Promise.all(clients.map((client) => client.connect()));
      return () => Promise.all(clients.map((client) => client.end()));
    },
  },
  {
    title: 'a room of 12 on a platform for 10, with one of two API workers frozen',
    alerts: [
      'MeetingFull',
      'PlatformNearlyFull',
      'PlatformFull',
      'RoomBandwidth',
      'RoomBandwidthCritical',
      'WebSocketsMissing',
      'WebSocketsMissingCritical',
    ],
    begin: async (platform) => {
      const leave = await room(platform, 12);
      await platform.target.faults.freeze('api-1');
      return async () => {
        await platform.target.faults.thaw('api-1');
        await leave();
      };
    },
  },
  {
    title: 'both cores are busy with something else',
    alerts: ['NodeCpu', 'NodeCpuCritical'],
    begin: async (platform) => {
      // The least urgent work there is: it takes only what nobody else wants, and counts all the same.
      const burners: RunningProgram[] = await Promise.all(
        cpus().map((_, index) =>
          startProgram(platform.folder, `burner-${index}`, [
            'nice',
            '-n',
            '19',
            'sh',
            '-c',
            'while :; do :; done',
          ]),
        ),
      );
      return () => Promise.all(burners.map((burner) => burner.kill()));
    },
  },
  {
    title: 'a process takes more memory than its group has',
    alerts: ['OutOfMemoryKill'],
    begin: async () => {
      const group = join(memoryGroup, `gomeet-test-${process.pid}`);
      mkdirSync(group);
      writeFileSync(join(group, 'memory.limit_in_bytes'), String(32 * 1024 * 1024));
      // `tail` keeps the last line of its input, and this one never ends.
      const greedy = `echo $$ > ${group}/cgroup.procs; exec tail /dev/zero`;
      try {
        execFileSync('sh', ['-c', greedy], { stdio: 'ignore' });
      } catch (error) {
        if ((error as { signal?: string }).signal !== 'SIGKILL') throw error;
      }
      return async () => rmdirSync(group);
    },
  },
  {
    title: 'a disk is filled',
    alerts: ['NodeDiskFull'],
    begin: async ({ folder }) => {
      const [image, disk] = [join(folder, 'disk.img'), join(folder, 'disk')];
      mkdirSync(disk);
      execFileSync('truncate', ['--size=64M', image]);
      execFileSync('mkfs.ext4', ['-q', image]);
      execFileSync('mount', ['-o', 'loop', image, disk]);
      execFileSync('fallocate', ['--length', '50M', join(disk, 'filled')]);
      return async () => {
        execFileSync('umount', [disk]);
      };
    },
  },
  {
    title: 'backups stop',
    alerts: ['BackupTooOld', 'BackupNotVerified'],
    begin: async (platform) => {
      const write = (): void => {
        const now = Date.now() / 1000;
        const text = backupMetrics({ newestRestorableSeconds: now, verifiedSeconds: now });
        writeFileSync(join(platform.folder, 'textfile/backup.prom'), text);
      };
      write();
      // Nobody writes them again until it is mended: after the plan's minute they are too old.
      return async () => write();
    },
  },
  {
    title: 'the storage of the archive refuses every segment',
    alerts: ['WalArchiveFails'],
    begin: async (platform) => {
      const client = new pg.Client({ connectionString: (await platform.target.connections()).databaseUrl });
      await client.connect();
      const switchSegment = () =>
        client.query("SELECT pg_logical_emit_message(true, 'gomeet', ''), pg_switch_wal()");
      // One that succeeds, so that there is a last one.
      await switchSegment();
      await until('a segment is archived', async () => {
        const { rows } = await client.query('SELECT archived_count FROM pg_stat_archiver');
        return Number(rows[0]?.archived_count) > 0;
      });
      const { rows } = await client.query('SHOW data_directory');
      // What `gomeet backup` puts beside the data, and PostgreSQL runs for each segment.
      const folder = join(dirname(String(rows[0]?.data_directory)), 'pgbackrest');
      mkdirSync(folder);
      writeFileSync(join(folder, 'archive-wal'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
      await switchSegment();
      return async () => {
        rmSync(folder, { recursive: true });
        await client.end();
      };
    },
  },
  {
    title: 'the receiver of alerts is killed',
    alerts: ['NotificationsFail'],
    begin: async (platform) => {
      await platform.recorder.kill();
      return () => platform.startRecorder();
    },
  },
  {
    title: 'Prometheus is given a rule that it cannot read',
    alerts: ['PrometheusConfiguration'],
    begin: async (platform) =>
      ruleBeside(platform, 'groups: [{ name: broken, rules: [{ alert: A, expr: "sum(" }] }]'),
  },
  {
    title: 'a second plan lies beside the first',
    alerts: ['RuleFails'],
    begin: async (platform) =>
      ruleBeside(
        platform,
        JSON.stringify({
          groups: [
            {
              name: 'another plan',
              rules: [
                {
                  record: 'gomeet:plan_room_participants:max',
                  expr: 'vector(300)',
                  labels: { plan: 'another' },
                },
                // What MeetingFull asks, of a series that is always there.
                { record: 'compared', expr: 'up > on () group_left () gomeet:plan_room_participants:max' },
              ],
            },
          ],
        }),
      ),
  },
];
