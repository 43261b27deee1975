import { between, estimate, fixed, page, prior } from './prior-quantity.ts';

const managed = page(
  'DigitalOcean managed PostgreSQL: 25 connections a GiB of memory, 3 of them kept for maintenance',
  'https://docs.digitalocean.com/products/databases/postgresql/details/limits/',
);

/** What PostgreSQL and Redis are asked for each thing that people do. */
export const DATA_PRIOR = {
  queriesPerJoin: prior(
    'data.queries-per-join',
    'statements of a join',
    'query/join',
    between(6, 10, 16),
    estimate('ticket, session, seat, presence and webhooks, counted in the API’s repositories'),
  ),
  queriesPerRequest: prior(
    'data.queries-per-request',
    'statements of a log-in or a refresh',
    'query/request',
    between(2, 3, 6),
    estimate('account, session, audit log'),
  ),
  queriesPerLine: fixed(
    'data.queries-per-line',
    'statements of a line of chat at most: lines of a room share a commit',
    'query/message',
    1,
  ),
  bytesPerLine: prior(
    'data.bytes-per-line',
    'rows and indexes of a line of chat',
    'byte/message',
    between(300, 500, 1000),
    estimate('a line of 100 letters, its row header and two indexes'),
  ),
  bytesPerJoin: prior(
    'data.bytes-per-join',
    'rows and indexes that a join leaves',
    'byte/join',
    between(500, 1000, 2000),
    estimate('a participation, its audit entry and their indexes'),
  ),
  monthsKept: fixed('data.months-kept', 'months for which rows are planned to be kept', 'month', 12, [
    {
      title: 'docs/platform.md: messages for ever or by month; the audit log 400 days',
      confidence: 'medium',
    },
  ]),
  joinsPerHour: prior(
    'data.joins-per-hour',
    'joins of a person in an hour of meetings',
    'join/h/participant',
    between(0.2, 0.5, 1),
    estimate('meetings of two hours, some with a cut'),
  ),
  coresPerInstance: fixed(
    'data.postgres.cores-per-instance',
    'CPU of an instance at most; beyond, rooms go to more shards',
    'core/shard',
    8,
  ),
  instancesPerShard: fixed(
    'data.postgres.instances-per-shard',
    'a primary and a standby',
    'instance/shard',
    2,
  ),
  selfHostedPerShard: fixed(
    'data.postgres.self-hosted-instances-per-shard',
    'a primary and two replicas, of which two agree on the next primary',
    'instance/shard',
    3,
  ),
  connectionsPerGiB: fixed(
    'data.postgres.connections-per-gib',
    'connections that a GiB carries',
    'connection/GiB',
    25,
    [managed],
  ),
  reservedConnections: fixed(
    'data.postgres.reserved-connections',
    'connections kept for maintenance',
    'connection',
    3,
    [managed],
  ),
  minimumMemory: fixed('data.postgres.minimum-memory', 'memory of an instance at least', 'GiB', 4),
  bytesPerPerson: prior(
    'data.redis.bytes-per-person',
    'keys of a person in Redis',
    'byte/participant',
    between(2000, 5000, 12_000),
    estimate('presence, ticket, rate limits, and the media servers’ room state'),
  ),
  baseMemory: fixed('data.redis.base-memory', 'memory of an empty Redis', 'byte', 100e6),
  memoryFactor: fixed(
    'data.redis.memory-factor',
    'memory over the data, for the fork that writes to disk',
    '1',
    2,
  ),
  perCommand: prior(
    'data.redis.per-command',
    'CPU of a command or of a message handed to a subscriber',
    'core*s/message',
    between(3e-6, 5e-6, 1e-5),
    estimate('Redis does 100,000 to 300,000 operations a second with one core'),
  ),
  commandsPerJoin: prior(
    'data.redis.commands-per-join',
    'commands of a join',
    'message/join',
    between(10, 20, 40),
    estimate('tickets, rate limits, presence, and the media servers’ own'),
  ),
  redisCores: fixed('data.redis.cores', 'CPU of one Redis: commands run in one thread', 'core/shard', 1),
  copiesPerInstance: fixed('data.copies-per-instance', 'whole copies on an instance', '1/instance', 1),
  backups: fixed('data.backups', 'copies of the database kept as backups, compressed', '1', 7),
  selfHostedRedisPerShard: fixed(
    'data.redis.self-hosted-instances-per-shard',
    'a primary and two replicas',
    'instance/shard',
    3,
  ),
  podPerInstance: fixed(
    'data.pods-per-instance',
    'pods of an instance that runs in the cluster',
    'pod/instance',
    1,
  ),
  onePod: fixed('data.one-pod', 'the pod of one instance', 'pod', 1),
  primaryPerShard: fixed('data.primaries-per-shard', 'pods that do the work of a shard', 'shard/pod', 1),
  postgresPodCores: fixed('data.postgres.least-cores', 'CPU of a pod of postgres at least', 'core/pod', 2),
  redisPodCores: fixed('data.redis.pod-cores', 'CPU of a pod of redis', 'core/pod', 1),
  redisInstances: fixed('data.redis.instances-per-shard', 'a primary and a replica', 'instance/shard', 2),
} as const;

export type DataPrior = typeof DATA_PRIOR;
