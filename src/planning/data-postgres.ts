import type { ApiCosts } from './api-costs.ts';
import type { ApiLoad } from './api-load.ts';
import { bytesPerGiB, secondsPerHour } from './constants.ts';
import type { DataPrior } from './data-prior.ts';
import type { Demand } from './demand.ts';
import { derive, type Quantity } from './quantity.ts';

export interface PostgresCapacity {
  readonly queries: Quantity<'query/s'>;
  readonly connections: Quantity<'connection'>;
  readonly shards: Quantity<'shard'>;
  readonly instances: Quantity<'instance'>;
  /** Of one instance. */
  readonly memory: Quantity<'GiB'>;
  readonly memoryBytes: Quantity<'byte'>;
  readonly busyCores: Quantity<'core'>;
  /** Of each instance, after the months for which rows are kept. */
  readonly storage: Quantity<'GiB'>;
  readonly joinsPerMonth: Quantity<'join/month'>;
}

export interface DatabaseSetting {
  readonly apiPods: Quantity<'pod'>;
  readonly connectionsPerPod: Quantity<'connection/pod'>;
  readonly target: Quantity<'1'>;
  readonly isManaged: boolean;
}

/** Rooms are spread over shards when one instance’s cores no longer do; a standby holds all that its primary holds. */
export function postgresOf(
  load: ApiLoad,
  demand: Demand,
  costs: ApiCosts,
  prior: DataPrior,
  setting: DatabaseSetting,
): PostgresCapacity {
  const { apiPods, connectionsPerPod, target, isManaged } = setting;
  const queries = queriesOf(load, prior);
  const busyCores = derive(
    { id: 'data.postgres.busy-cores', title: 'CPU that PostgreSQL needs', unit: 'core' },
    'queries * perQuery',
    { queries, perQuery: costs.perQuery },
  );
  const shards = derive(
    { id: 'data.postgres.shards', title: 'shards of PostgreSQL', unit: 'shard' },
    'ceil(busy / (cores * target))',
    { busy: busyCores, cores: prior.coresPerInstance, target },
  );
  const instances = derive(
    { id: 'data.postgres.instances', title: 'instances of PostgreSQL', unit: 'instance' },
    'shards * perShard',
    { shards, perShard: isManaged ? prior.instancesPerShard : prior.selfHostedPerShard },
  );
  const connections = derive(
    { id: 'data.postgres.connections', title: 'connections to each shard', unit: 'connection' },
    'pods * perPod',
    { pods: apiPods, perPod: connectionsPerPod },
  );
  const memory = memoryOf(connections, prior);
  return {
    queries,
    busyCores,
    shards,
    instances,
    connections,
    memory,
    memoryBytes: derive(
      { id: 'data.postgres.memory-bytes', title: 'memory of an instance in bytes', unit: 'byte' },
      'memory * bytesPerGiB',
      { memory, bytesPerGiB },
    ),
    ...storageOf(load, demand, prior),
  };
}

function queriesOf(load: ApiLoad, prior: DataPrior): Quantity<'query/s'> {
  const { joins, logIns, refreshes, chatLines } = load;
  const { queriesPerJoin, queriesPerRequest, queriesPerLine } = prior;
  return derive(
    { id: 'data.postgres.queries', title: 'statements a second', unit: 'query/s' },
    'joins * perJoin + (logIns + refreshes) * perRequest + chatLines * perLine',
    {
      joins,
      logIns,
      refreshes,
      chatLines,
      perJoin: queriesPerJoin,
      perRequest: queriesPerRequest,
      perLine: queriesPerLine,
    },
  );
}

/** Every pod may speak to every shard, so each shard needs memory for all connections. */
function memoryOf(connections: Quantity<'connection'>, prior: DataPrior): Quantity<'GiB'> {
  const { connectionsPerGiB, reservedConnections, minimumMemory } = prior;
  return derive(
    { id: 'data.postgres.memory', title: 'memory of an instance', unit: 'GiB' },
    'max((connections + reserved) / perGiB, minimum)',
    {
      connections,
      reserved: reservedConnections,
      perGiB: connectionsPerGiB,
      minimum: minimumMemory,
    },
  );
}

function storageOf({ chatLines }: ApiLoad, demand: Demand, prior: DataPrior) {
  const { hoursPerMonth, participantHoursPerMonth } = demand;
  const joins = derive(
    { id: 'data.joins-per-month', title: 'joins a month', unit: 'join/month' },
    'participantHours * joinsPerHour',
    { participantHours: participantHoursPerMonth, joinsPerHour: prior.joinsPerHour },
  );
  const growth = derive(
    { id: 'data.postgres.growth', title: 'rows and indexes that a month adds', unit: 'byte/month' },
    'chatLines * secondsPerHour * hoursPerMonth * perLine + joins * perJoin',
    {
      chatLines,
      secondsPerHour,
      hoursPerMonth,
      perLine: prior.bytesPerLine,
      joins,
      perJoin: prior.bytesPerJoin,
    },
  );
  const storage = derive(
    { id: 'data.postgres.storage', title: 'storage of an instance', unit: 'GiB' },
    'growth * months / bytesPerGiB',
    { growth, months: prior.monthsKept, bytesPerGiB },
  );
  return { joinsPerMonth: joins, storage };
}
