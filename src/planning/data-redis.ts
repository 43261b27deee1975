import type { ApiLoad } from './api-load.ts';
import { bytesPerGiB } from './constants.ts';
import type { DatabaseSetting } from './data-postgres.ts';
import type { DataPrior } from './data-prior.ts';
import type { Demand } from './demand.ts';
import { derive, input, type Quantity } from './quantity.ts';

export interface RedisCapacity {
  readonly commands: Quantity<'message/s'>;
  readonly shards: Quantity<'shard'>;
  readonly instances: Quantity<'instance'>;
  /** Of one instance, in GiB and in bytes. */
  readonly memory: Quantity<'GiB'>;
  readonly memoryBytes: Quantity<'byte'>;
}

const hearsEverything = input(
  {
    id: 'data.redis.subscriptions-per-pod',
    title: 'of all messages, those that a signaling pod hears',
    unit: '1/pod',
  },
  1,
  'defined',
  [
    {
      title: 'docs/realtime.md: a line reaches every worker, for people of a room are on any',
      confidence: 'high',
    },
  ],
);

/** Redis passes each line of chat and each change of presence on to every signaling pod. */
export function redisOf(
  load: ApiLoad,
  demand: Demand,
  prior: DataPrior,
  signalingPods: Quantity<'pod'>,
  { target, isManaged }: Pick<DatabaseSetting, 'target' | 'isManaged'>,
): RedisCapacity {
  const { joins, chatLines } = load;
  const commands = derive(
    { id: 'data.redis.commands', title: 'commands and messages a second', unit: 'message/s' },
    'joins * perJoin + chatLines * pods * hearing',
    { joins, perJoin: prior.commandsPerJoin, chatLines, pods: signalingPods, hearing: hearsEverything },
  );
  const busy = derive(
    { id: 'data.redis.busy-cores', title: 'CPU that Redis needs', unit: 'core' },
    'commands * perCommand',
    { commands, perCommand: prior.perCommand },
  );
  const shards = derive(
    { id: 'data.redis.shards', title: 'shards of Redis', unit: 'shard' },
    'ceil(busy / (cores * target))',
    { busy, cores: prior.redisCores, target },
  );
  const memoryBytes = derive(
    { id: 'data.redis.memory-bytes', title: 'memory of a Redis in bytes', unit: 'byte' },
    '(base + people * perPerson) * factor',
    {
      base: prior.baseMemory,
      people: demand.participants,
      perPerson: prior.bytesPerPerson,
      factor: prior.memoryFactor,
    },
  );
  return {
    commands,
    shards,
    instances: derive(
      { id: 'data.redis.instances', title: 'instances of Redis', unit: 'instance' },
      'shards * perShard',
      { shards, perShard: isManaged ? prior.redisInstances : prior.selfHostedRedisPerShard },
    ),
    memory: derive(
      { id: 'data.redis.memory', title: 'memory of a Redis', unit: 'GiB' },
      'bytes / bytesPerGiB',
      { bytes: memoryBytes, bytesPerGiB },
    ),
    memoryBytes,
  };
}
