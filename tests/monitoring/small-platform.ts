import type { PlanLimits } from '../../src/monitoring/plan-limits.ts';

/**
 * What the platform of the alerts' test is sized for: one room of 8 people with one camera, which takes some 8 × 1.5 Mbit/s, so that
 * 20 light participants on two cores are too many.
 */
export const smallLimits: PlanLimits = {
  participants: 10,
  roomParticipants: 8,
  roomBandwidthBits: { target: 100_000, critical: 300_000 },
  poolerConnections: 20,
  databaseConnections: 40,
  databaseStandbys: 0,
  redisReplicas: 1,
  backupIntervalSeconds: 60,
  walArchiveSeconds: 10,
  services: ['livekit', 'api', 'redis', 'postgres'],
};

/** See RuleScale: LiveKit's counters of packets stand still for seconds. */
export const shortestWindowMs = 20_000;

/** Prometheus scrapes every second instead of every fifteen. */
export const timeDivisor = 15;
