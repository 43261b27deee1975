import type { Drill } from '../drill.ts';
import { drill as apiWorkerKilled } from './api-worker-killed.ts';
import { drill as apiWorkersRolling } from './api-workers-rolling.ts';
import { drill as backupStorageUnreachable } from './backup-storage-unreachable.ts';
import { drill as certificateExpired } from './certificate-expired.ts';
import { drill as dataDeleted } from './data-deleted.ts';
import { drill as etcdLost } from './etcd-lost.ts';
import { drill as loadBalancerKilled } from './load-balancer-killed.ts';
import { drill as mediaNodeKilled } from './media-node-killed.ts';
import { drill as platformKilled } from './platform-killed.ts';
import { drill as postgresPrimaryCutOff } from './postgres-primary-cut-off.ts';
import { drill as postgresPrimaryDiskFull } from './postgres-primary-disk-full.ts';
import { drill as postgresPrimaryFrozen } from './postgres-primary-frozen.ts';
import { drill as postgresPrimaryKilled } from './postgres-primary-killed.ts';
import { drill as postgresReplicaLost } from './postgres-replica-lost.ts';
import { drill as redisDown5s } from './redis-down-5s.ts';
import { drill as redisDown7min } from './redis-down-7min.ts';
import { drill as redisDown35s } from './redis-down-35s.ts';
import { drill as redisMasterKilled } from './redis-master-killed.ts';
import { drill as regionLost } from './region-lost.ts';
import { drill as turnLost } from './turn-lost.ts';

/** Every drill, in the order of `--all`: what touches least first. To add one: write its file, add its line here. */
export const DRILLS: readonly Drill[] = [
  apiWorkerKilled,
  apiWorkersRolling,
  loadBalancerKilled,
  turnLost,
  certificateExpired,
  mediaNodeKilled,
  redisMasterKilled,
  redisDown5s,
  redisDown35s,
  redisDown7min,
  postgresReplicaLost,
  postgresPrimaryKilled,
  postgresPrimaryFrozen,
  postgresPrimaryDiskFull,
  postgresPrimaryCutOff,
  etcdLost,
  backupStorageUnreachable,
  dataDeleted,
  platformKilled,
  regionLost,
];
