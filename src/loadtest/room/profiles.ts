import type { RoomProfile, RoomRequest } from './plan.ts';

/** What every room is judged by: did everyone get in, and did everything arrive? */
const delivery = [
  'participants-joined',
  'packets-delivered',
  'packet-loss',
  'frames-whole',
  'video-latency-p95',
] as const;

/**
 * A load test of one room. Its KPIs decide its verdict; all others are listed as not in scope. Audio is in scope only
 * where a microphone is open, and data messages where somebody sends them.
 */
export function loadTestProfile(
  kind: string,
  request: Pick<RoomRequest, 'microphones' | 'dataUsers'>,
): RoomProfile {
  return {
    kind,
    kpis: [
      ...delivery,
      ...(request.microphones > 0 ? (['audio-latency-p95'] as const) : []),
      ...(request.dataUsers ? (['data-messages-delivered', 'data-latency-p95'] as const) : []),
      'jitter-p95',
      'video-without-freeze',
      'time-to-join-p95',
      'time-to-first-frame-p95',
      'sfu-bandwidth-per-room',
      'api-response-time-p95',
      'database-query-time-p95',
      'redis-memory',
      'cpu-utilization',
      'memory-utilization',
    ],
    settleSeconds: 6,
    decryptedShare: 0.05,
  };
}

/** A call of two that shows whether the platform works: too few joins for a percentile, every packet decrypted. */
export const callProfile: RoomProfile = {
  kind: 'health-check',
  kpis: delivery,
  settleSeconds: 1,
  decryptedShare: 1,
};
