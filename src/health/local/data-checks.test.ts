import { expect, test } from 'vitest';
import type { PostgresLook, RedisLook } from '../../adapters/looks.ts';
import type { CheckResult } from '../check.ts';
import type { Reading } from '../check-of.ts';
import { postgresChecks } from './postgres-checks.ts';
import { redisChecks } from './redis-checks.ts';

const mib = 2 ** 20;
const files = [{ version: 1, name: '0001-start.sql', checksum: 'aa' }];
const replica = (name: string, change: object = {}) => ({
  name,
  state: 'streaming',
  syncState: 'async',
  lagBytes: 0,
  lagSeconds: 0,
  ...change,
});
const postgres = (name: string, change: Partial<PostgresLook> = {}): Reading<PostgresLook> => ({
  name,
  look: {
    isPrimary: false,
    replicas: [],
    connections: 10,
    connectionsMax: 100,
    migrations: [{ version: 1, checksum: 'aa' }],
    ...change,
  },
});
const primary = (change: Partial<PostgresLook> = {}) =>
  postgres('postgres-1', {
    isPrimary: true,
    replicas: [replica('postgres-2', { syncState: 'sync' }), replica('postgres-3')],
    ...change,
  });
const others = [postgres('postgres-2'), postgres('postgres-3')];
const of = (checks: readonly CheckResult[], id: string) => checks.find((check) => check.id === id);
const asked = (first: Reading<PostgresLook>, rest = others) => postgresChecks([first, ...rest], files);

test('a primary with two replicas in step is well in everything', () =>
  expect(asked(primary()).map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']));

test('no primary, or two, fails, and what only a primary knows is skipped', () => {
  const none = postgresChecks([{ name: 'postgres-1', error: 'refused' }, ...others], files);
  expect(none[0]).toMatchObject({ status: 'failed', found: 'postgres-1 does not answer: refused' });
  expect(none.slice(1).every(({ status }) => status === 'skipped')).toBe(true);
  const two = asked(primary(), [postgres('postgres-2', { isPrimary: true }), postgres('postgres-3')]);
  expect(two[0]).toMatchObject({ status: 'failed', found: 'postgres-1; postgres-2 are primaries at once' });
});

test.each([
  [
    'a replica that is missing',
    { replicas: [replica('postgres-2', { syncState: 'sync' })] },
    'postgres-replication',
    'warning',
  ],
  [
    'no synchronous one',
    { replicas: [replica('postgres-2'), replica('postgres-3')] },
    'postgres-replication',
    'failed',
  ],
  [
    '20 MiB behind',
    { replicas: [replica('a', { syncState: 'sync', lagBytes: 20 * mib })] },
    'postgres-lag',
    'warning',
  ],
  ['80 connections of 100', { connections: 80 }, 'postgres-connections', 'warning'],
  ['a migration that waits', { migrations: [] }, 'migrations-pending', 'failed'],
  ['one that was edited', { migrations: [{ version: 1, checksum: 'bb' }] }, 'migrations-pending', 'failed'],
  [
    'one that is ahead',
    {
      migrations: [
        { version: 1, checksum: 'aa' },
        { version: 2, checksum: 'cc' },
      ],
    },
    'migrations-pending',
    'ok',
  ],
] as const)('PostgreSQL with %s', (_what, change, id, status) =>
  expect(of(asked(primary(change)), id)?.status).toBe(status),
);

const redis = (name: string, change: Partial<RedisLook> = {}): Reading<RedisLook> => ({
  name,
  look: {
    isMaster: false,
    replicas: 0,
    replicasOnline: 0,
    isLinked: true,
    usedBytes: mib,
    maximumBytes: 100 * mib,
    mediaNodes: [],
    ...change,
  },
});
const master = (change: Partial<RedisLook> = {}) =>
  redis('redis-1', { isMaster: true, replicas: 2, replicasOnline: 2, mediaNodes: ['a', 'b'], ...change });
const sentinel = (name: string, hasQuorum = true) => ({
  name,
  look: { hasQuorum, says: hasQuorum ? 'OK' : 'NOQUORUM' },
});
const sentinels = [sentinel('sentinel-1'), sentinel('sentinel-2'), sentinel('sentinel-3')];
const checked = (first: Reading<RedisLook>, votes = sentinels) =>
  redisChecks({ servers: [first, redis('redis-2'), redis('redis-3')], sentinels: votes, mediaServers: 2 });

test('a master with two replicas, three Sentinels and two media servers is well', () =>
  expect(checked(master()).map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok']));

test.each([
  ['a replica out of step', { replicasOnline: 1 }, 'redis-replication', 'warning'],
  ['no replica in step', { replicasOnline: 0 }, 'redis-replication', 'failed'],
  ['90 % of its memory in use', { usedBytes: 90 * mib }, 'redis-memory', 'warning'],
  ['97 % of its memory in use', { usedBytes: 97 * mib }, 'redis-memory', 'failed'],
  ['one of two media servers', { mediaNodes: ['a'] }, 'media-nodes', 'warning'],
] as const)('Redis with %s', (_what, change, id, status) =>
  expect(of(checked(master(change)), id)?.status).toBe(status),
);

test('Sentinels: one that sees no quorum warns, two fail', () => {
  const votes = (...quorums: boolean[]) => quorums.map((quorum, i) => sentinel(`sentinel-${i + 1}`, quorum));
  expect(of(checked(master(), votes(true, true, false)), 'sentinel-quorum')?.status).toBe('warning');
  expect(of(checked(master(), votes(true, false, false)), 'sentinel-quorum')?.status).toBe('failed');
});
