import type { RedisLook, SentinelLook } from '../../adapters/looks.ts';
import { formatQuantity } from '../../units.ts';
import type { CheckResult, CheckStatus } from '../check.ts';
import { answered, checkOf, type Reading, silences, skippedCheck } from '../check-of.ts';

const ids = ['redis-replication', 'sentinel-quorum', 'redis-memory', 'media-nodes'];

interface RedisReadings {
  readonly servers: readonly Reading<RedisLook>[];
  /** Empty where there are none. */
  readonly sentinels: readonly Reading<SentinelLook>[];
  /** How many livekit-servers run. */
  readonly mediaServers: number;
}

/** Who is master, who follows, who would elect another; its memory; and the media servers that it knows. */
export function redisChecks({ servers, sentinels, mediaServers }: RedisReadings): CheckResult[] {
  const masters = answered(servers).filter(({ look }) => look.isMaster);
  const [master] = masters;
  if (master === undefined || masters.length > 1) {
    const names = masters.map(({ name }) => name).join(' and ');
    const found = masters.length > 1 ? `${names} are masters at once` : 'no server is master';
    const broken = checkOf('redis-replication', 'Redis master', {
      status: 'failed',
      found: [found, ...silences(servers)].join('; '),
      needed: 'one master',
    });
    const rest = ids.filter((id) => !['redis-replication', 'sentinel-quorum'].includes(id));
    return [
      broken,
      sentinelCheck(sentinels),
      ...rest.map((id) => skippedCheck(id, 'not asked: there is no one master')),
    ];
  }
  return [
    replicationCheck(master, servers),
    sentinelCheck(sentinels),
    memoryCheck(master.look),
    mediaNodesCheck(master.look, mediaServers),
  ];
}

function replicationCheck(
  { name, look }: { name: string; look: RedisLook },
  servers: readonly Reading<RedisLook>[],
): CheckResult {
  const wanted = servers.length - 1;
  if (wanted === 0)
    return skippedCheck('redis-replication', 'one Redis, no replicas; gomeet deploy --profile ha has two');
  const status: CheckStatus =
    look.replicasOnline === 0 ? 'failed' : look.replicasOnline < wanted ? 'warning' : 'ok';
  const apart = answered(servers).filter((server) => !server.look.isMaster && !server.look.isLinked);
  const troubles = [
    ...apart.map((server) => `${server.name} does not hear its master`),
    ...silences(servers),
  ];
  return checkOf('redis-replication', 'Redis master and replicas', {
    status: status === 'ok' && troubles.length > 0 ? 'warning' : status,
    found: [`${name} is master, ${look.replicasOnline} of ${wanted} replicas in step`, ...troubles].join(
      '; ',
    ),
    needed: 'one master, and every replica in step with it',
  });
}

function sentinelCheck(sentinels: readonly Reading<SentinelLook>[]): CheckResult {
  if (sentinels.length === 0)
    return skippedCheck('sentinel-quorum', 'no Sentinels; gomeet deploy --profile ha has three');
  const looks = answered(sentinels);
  const agreeing = looks.filter(({ look }) => look.hasQuorum);
  const isMajority = agreeing.length > sentinels.length / 2;
  const dissent = looks
    .filter(({ look }) => !look.hasQuorum)
    .map(({ name, look }) => `${name}: ${look.says}`);
  return checkOf('sentinel-quorum', 'Sentinels', {
    status: agreeing.length === sentinels.length ? 'ok' : isMajority ? 'warning' : 'failed',
    found: [`${agreeing.length} of ${sentinels.length} see a quorum`, ...dissent].join('; '),
    needed: 'each sees quorum and majority',
  });
}

function memoryCheck({ usedBytes, maximumBytes }: RedisLook): CheckResult {
  const share = maximumBytes === 0 ? 0 : usedBytes / maximumBytes;
  const used = formatQuantity(usedBytes, 'bytes');
  return checkOf('redis-memory', 'Redis memory', {
    status: share > 0.95 ? 'failed' : share >= 0.85 ? 'warning' : 'ok',
    found:
      maximumBytes === 0 ? `${used}, without a limit` : `${used} of ${formatQuantity(maximumBytes, 'bytes')}`,
    needed: 'less than 85 %',
  });
}

function mediaNodesCheck({ mediaNodes }: RedisLook, running: number): CheckResult {
  const known = mediaNodes.length;
  return checkOf('media-nodes', 'media servers that Redis knows', {
    // A server that was killed stays in the hash until LiveKit notices: more than run is no harm.
    status: known >= running ? 'ok' : known === 0 ? 'failed' : 'warning',
    found: `${known} known, ${running} running`,
    needed: 'every livekit-server that runs',
  });
}
