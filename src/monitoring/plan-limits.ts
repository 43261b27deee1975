import type { PlanDocument } from '../planning/plan.ts';
import type { Rule, RuleGroup } from './rule-file.ts';

/** What a platform is sized for, as far as alerts compare with it. */
export interface PlanLimits {
  /** People at once, over all rooms. */
  readonly participants: number;
  /** People in one room. */
  readonly roomParticipants: number;
  /** Bits a second that one room may take: the target warns, the critical value pages. */
  readonly roomBandwidthBits: { readonly target: number; readonly critical: number };
  /** Client connections that all poolers take together. */
  readonly poolerConnections: number;
  /** `max_connections` of PostgreSQL. */
  readonly databaseConnections: number;
  /** 0 where losing the one server is accepted; then its lack is no news. */
  readonly databaseStandbys: number;
  readonly redisReplicas: number;
  /** Time from one base backup to the next. */
  readonly backupIntervalSeconds: number;
  /** How long nothing may have been archived while attempts fail. */
  readonly walArchiveSeconds: number;
  /** Each service that has to be there, by the label `app` of what Prometheus scrapes. */
  readonly services: readonly string[];
}

/** The KPI table allows a room of 500 people 3 Gbit/s, and calls 5 critical; a room of another size has each person's share of it. */
const roomBandwidthBits = (people: number): PlanLimits['roomBandwidthBits'] => ({
  target: (3e9 / 500) * people,
  critical: (5e9 / 500) * people,
});

/** The reference event (plans/reference.yaml) on the reference manifests: 2 poolers of 2,500 connections, one backup a day. */
export const referenceLimits: PlanLimits = {
  participants: 100 * 500,
  roomParticipants: 500,
  roomBandwidthBits: roomBandwidthBits(500),
  poolerConnections: 2 * 2500,
  databaseConnections: 300,
  databaseStandbys: 2,
  redisReplicas: 2,
  backupIntervalSeconds: 86_400,
  walArchiveSeconds: 900,
  services: ['livekit', 'turn', 'api-auth', 'api-meeting', 'api-signaling', 'api-chat', 'traefik'],
};

/**
 * Profile `ha` on two cores: two rooms of 50 people. Poolers and servers take what their settings say (pgbouncer.ts, service-settings.ts);
 * a log segment is closed every minute, so three are missed at most.
 */
export const localLimits: PlanLimits = {
  participants: 2 * 50,
  roomParticipants: 50,
  roomBandwidthBits: roomBandwidthBits(50),
  poolerConnections: 500,
  databaseConnections: 200,
  databaseStandbys: 2,
  redisReplicas: 2,
  backupIntervalSeconds: 86_400,
  walArchiveSeconds: 180,
  services: ['livekit', 'api', 'postgres', 'redis', 'haproxy', 'etcd'],
};

/**
 * What a plan sizes a cluster for. What the manifests settle whatever the plan (poolers, `max_connections`, schedules) is the reference's;
 * so are copies of databases that somebody else runs.
 */
export function limitsOfPlan({ event, workloads, lines, totals }: PlanDocument): PlanLimits {
  const replicasOf = (name: string): number | undefined =>
    workloads.find((workload) => workload.name === name)?.replicas;
  const copiesOf = (name: string, managed: number): number =>
    Math.max(0, (replicasOf(name) ?? managed + 1) - 1);
  const roomParticipants = Math.max(...event.meetings.map(({ participants }) => participants));
  return {
    ...referenceLimits,
    participants: lines[totals.participants ?? '']?.value ?? referenceLimits.participants,
    roomParticipants,
    roomBandwidthBits: roomBandwidthBits(roomParticipants),
    databaseStandbys: copiesOf('postgres', referenceLimits.databaseStandbys),
    redisReplicas: copiesOf('redis', referenceLimits.redisReplicas),
    // TURN may be left out by a plan; that it is not there is no news then.
    services: referenceLimits.services.filter((app) => (replicasOf(app) ?? 0) > 0),
  };
}

export const planGroupName = 'plan';

/** The limits as recording rules: alerts compare with series, so that another plan changes this one group and no expression. */
export function planGroup(limits: PlanLimits): RuleGroup {
  const constant = (record: string, value: number): Rule => ({ record, expr: `vector(${value})` });
  return {
    name: planGroupName,
    rules: [
      constant('gomeet:plan_participants:max', limits.participants),
      constant('gomeet:plan_room_participants:max', limits.roomParticipants),
      constant('gomeet:plan_room_bandwidth_bits:target', limits.roomBandwidthBits.target),
      constant('gomeet:plan_room_bandwidth_bits:critical', limits.roomBandwidthBits.critical),
      constant('gomeet:plan_pooler_connections:max', limits.poolerConnections),
      constant('gomeet:plan_database_connections:max', limits.databaseConnections),
      constant('gomeet:plan_database_standbys:count', limits.databaseStandbys),
      constant('gomeet:plan_redis_replicas:count', limits.redisReplicas),
      constant('gomeet:plan_backup_seconds:interval', limits.backupIntervalSeconds),
      constant('gomeet:plan_wal_archive_seconds:max', limits.walArchiveSeconds),
      ...limits.services.map((app) => ({ ...constant('gomeet:plan_service:info', 1), labels: { app } })),
    ],
  };
}
