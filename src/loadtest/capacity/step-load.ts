import type { Load } from '../load.ts';
import type { RoomProfile } from '../room/plan.ts';
import { roomsLoad } from '../rooms/load.ts';
import type { CapacityRequest } from './request.ts';

/** What each step is judged by: the targets that a load misses when it is too large. */
const stepKpis = [
  'participants-joined',
  'packets-delivered',
  'packet-loss',
  'frames-whole',
  'video-latency-p95',
  'audio-latency-p95',
  'video-without-freeze',
  'time-to-join-p95',
  'sfu-bandwidth-per-room',
  'api-response-time-p95',
  'cpu-utilization',
  'memory-utilization',
] as const;

/** Half of the settling of a long run: a step is to be short, and its hold leaves the join behind. */
const settleSeconds = 3;

/** One step of the search: rooms of that size, held shortly. */
export function stepLoad(request: CapacityRequest, load: number): Load {
  const rooms = request.at(load);
  const kpis = stepKpis.filter((id) => id !== 'audio-latency-p95' || rooms.microphones > 0);
  const profile: RoomProfile = { kind: 'loadtest capacity', kpis, settleSeconds, decryptedShare: 0.05 };
  return {
    ...roomsLoad(rooms, profile),
    subject: `${load} ${request.of}`,
  };
}
