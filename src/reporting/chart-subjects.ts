import type { KpiId } from '../results/kpi.ts';
import { kpiById } from '../results/kpi.ts';
import { targetSign } from '../results/kpi-definition.ts';
import { formatQuantity } from '../units.ts';
import type { TargetLine } from './line-chart.ts';

/** What a series or histogram is called in a chart, and the KPI whose target line belongs on it. */
interface Subject {
  readonly title?: string;
  readonly kpi?: KpiId;
}

const SUBJECTS: Readonly<Record<string, Subject>> = {
  joined: { title: 'Participants in the room' },
  packetsPerSecond: { title: 'Packets received' },
  packetsLost: { title: 'Packets lost' },
  receiveMbps: { title: 'Bandwidth of the room', kpi: 'sfu-bandwidth-per-room' },
  generatorCpuPercent: { title: 'CPU of the generator, of one core' },
  videoLatencyP95Ms: { title: 'Video latency, p95', kpi: 'video-latency-p95' },
  hostCpuPercent: { kpi: 'cpu-utilization' },
  hostMemoryPercent: { kpi: 'memory-utilization' },
  redisMemoryPercent: { kpi: 'redis-memory' },
  timeToJoinUs: { title: 'Time to join', kpi: 'time-to-join-p95' },
  timeToFirstFrameUs: { title: 'Time to first frame', kpi: 'time-to-first-frame-p95' },
  timeToRejoinUs: { title: 'Time to rejoin', kpi: 'time-to-rejoin-p95' },
  outageUs: { title: 'Outage, from the loss to the first frame' },
  lateJoinUs: { title: 'Time to join late', kpi: 'time-to-join-late-p95' },
  videoLatencyUs: { title: 'Video latency, one way', kpi: 'video-latency-p95' },
  glassToGlassUs: { title: 'Glass-to-glass latency of browsers', kpi: 'glass-to-glass-latency-p95' },
  browserArrivalUs: { title: 'Video latency of browsers, painted to arrived' },
  audioLatencyUs: { title: 'Audio latency, one way', kpi: 'audio-latency-p95' },
  dataLatencyUs: { title: 'Data message latency, reliable and lossy', kpi: 'data-latency-p95' },
  jitterUs: { title: 'Jitter', kpi: 'jitter-p95' },
  apiRequestUs: { title: 'API response time', kpi: 'api-response-time-p95' },
  apiServiceUs: { title: 'API response time, from when the request was sent' },
  journeyUs: { title: 'Journeys through the API, from their intended moment to the last answer' },
  requestsPerSecond: { title: 'Requests to the API' },
  journeysPerSecond: { title: 'Journeys completed' },
  apiResponseP95Ms: { title: 'API response time, p95 of each second', kpi: 'api-response-time-p95' },
  apiLoginUs: { title: 'API response time of login' },
  apiJoinUs: { title: 'API response time of join' },
  connections: { title: 'WebSockets in their rooms' },
  messagesPerSecond: { title: 'WebSocket messages received' },
  generatorMemoryBytes: { title: 'Memory of the generator' },
  connectUs: { title: 'Time from sign-in to being in the room, by WebSocket' },
  handshakeUs: { title: 'Of it, from connecting to being in the room' },
  messageLatencyUs: { title: 'Chat latency, to every member', kpi: 'message-latency-p99' },
  messageReplyUs: { title: 'Reply time of the WebSocket', kpi: 'websocket-reply-time-p95' },
  ticketUs: { title: 'API response time of tickets' },
  sendLatenessUs: { title: 'Lateness of what was sent' },
};

/** Title of the chart of a series or histogram; `otherwise` where the name is not known here. */
export function chartTitle(name: string, otherwise: string): string {
  const endpoint = /^apiRequestUs\.(.+)$/.exec(name)?.[1];
  return SUBJECTS[name]?.title ?? (endpoint ? `API response time of ${endpoint}` : otherwise);
}

/** Target line of the chart, or null where no target is stated. */
export function chartTarget(name: string): TargetLine | null {
  const id = SUBJECTS[name]?.kpi;
  const kpi = id === undefined ? null : kpiById(id);
  if (kpi === null || kpi.target === null) return null;
  return {
    value: kpi.target,
    label: `target ${targetSign(kpi.direction)} ${formatQuantity(kpi.target, kpi.unit)}`,
  };
}
