import type { PodSet } from './api-capacity.ts';
import type { PostgresCapacity } from './data-postgres.ts';
import type { DataPrior } from './data-prior.ts';
import type { RedisCapacity } from './data-redis.ts';
import { derive, type Quantity } from './quantity.ts';

/** PostgreSQL and Redis as pods of the cluster, for whoever runs them there. */
export function databasePods(
  postgres: PostgresCapacity,
  redis: RedisCapacity,
  prior: DataPrior,
  target: Quantity<'1'>,
): readonly PodSet[] {
  const { podPerInstance, postgresPodCores, onePod } = prior;
  const pods = (name: string, instances: Quantity<'instance'>) =>
    derive({ id: `data.${name}.pods`, title: `pods of ${name}`, unit: 'pod' }, 'instances * podPerInstance', {
      instances,
      podPerInstance,
    });
  const memory = (name: string, bytes: Quantity<'byte'>) =>
    derive(
      { id: `data.${name}.pod-memory`, title: `memory that a pod of ${name} asks for`, unit: 'byte/pod' },
      'bytes / onePod',
      { bytes, onePod },
    );
  const cores = derive(
    { id: 'data.postgres.pod-cores', title: 'CPU that a pod of postgres asks for', unit: 'core/pod' },
    'max(ceil(busy / shards / target * onePrimary), least)',
    {
      busy: postgres.busyCores,
      shards: postgres.shards,
      target,
      onePrimary: prior.primaryPerShard,
      least: postgresPodCores,
    },
  );
  return [
    {
      name: 'postgres',
      pool: 'worker',
      pods: pods('postgres', postgres.instances),
      cores,
      memory: memory('postgres', postgres.memoryBytes),
      isStateful: true,
    },
    {
      name: 'redis',
      pool: 'worker',
      pods: pods('redis', redis.instances),
      cores: prior.redisPodCores,
      memory: memory('redis', redis.memoryBytes),
      isStateful: true,
    },
  ];
}
