import type { Evidence } from '../results/evidence.ts';
import { Histogram } from '../results/histogram.ts';
import type { KpiId } from '../results/kpi.ts';
import { type GeneratorResult, holdOf } from './generator-result.ts';
import { type PlatformSamples, valuesBetween } from './platform-samples.ts';
import { apiGrowthBytes } from './websocket/memory.ts';

interface Source {
  readonly result: GeneratorResult;
  readonly samples: PlatformSamples;
  readonly hold: { readonly from: number; readonly to: number };
}

const count = ({ result }: Source, name: string): number => result.counts[name] ?? 0;

const share =
  (part: string, whole: string) =>
  (source: Source): Evidence => ({ kind: 'share', part: count(source, part), whole: count(source, whole) });

const histogram =
  (name: string) =>
  ({ result }: Source): Evidence => {
    const json = result.histograms[name];
    return { kind: 'histogram', histogram: json ? Histogram.fromJson(json) : new Histogram() };
  };

/** The largest of a few values, of which no percentile could be told. */
const longest =
  (value: string, samples: string) =>
  (source: Source): Evidence => ({
    kind: 'count',
    value: count(source, value),
    samples: count(source, samples),
  });

const gauge =
  (name: 'cpuPercent' | 'memoryPercent' | 'redisMemoryPercent') =>
  ({ samples, hold }: Source): Evidence => ({
    kind: 'gauge',
    values: valuesBetween(samples[name], hold.from, hold.to),
  });

/** Growth of memory over all connections that were held; no evidence where memory was not read. */
const connectionMemory = (growthBytes: number | null, { counts }: GeneratorResult): Evidence => {
  const held = counts.connectionsHeld ?? 0;
  return growthBytes === null || held === 0
    ? { kind: 'count', value: 0, samples: 0 }
    : { kind: 'count', value: growthBytes / held, samples: held };
};

/** Where the evidence for each KPI is found in what a load measured. */
const evidence: Partial<Record<KpiId, (source: Source) => Evidence>> = {
  'participants-joined': share('participantsJoined', 'participantsRequested'),
  'packets-delivered': (source) => ({
    kind: 'share',
    part: count(source, 'participantsReceiving'),
    whole: source.hold.to === 0 ? 0 : count(source, 'participantsRequested'),
  }),
  'packet-loss': share('packetsLost', 'packetsExpected'),
  'frames-whole': (source) => ({
    kind: 'share',
    part: count(source, 'framesChecked') - count(source, 'framesBroken'),
    whole: count(source, 'framesChecked'),
  }),
  'video-without-freeze': share('videoTracksUnfrozen', 'videoTracks'),
  'video-latency-p95': histogram('videoLatencyUs'),
  'audio-latency-p95': histogram('audioLatencyUs'),
  'jitter-p95': histogram('jitterUs'),
  'data-messages-delivered': (source) => ({
    kind: 'share',
    part: count(source, 'reliableDataMessagesReceived'),
    whole: count(source, 'reliableDataMessagesReceived') + count(source, 'reliableDataMessagesLost'),
  }),
  'data-latency-p95': histogram('dataLatencyUs'),
  'time-to-join-p95': histogram('timeToJoinUs'),
  'time-to-first-frame-p95': histogram('timeToFirstFrameUs'),
  'participants-rejoined': share('participantsRejoined', 'participantsVanished'),
  'time-to-rejoin-p95': histogram('timeToRejoinUs'),
  'late-joiners-joined': share('lateJoinersJoined', 'lateJoinersRequested'),
  'time-to-join-late-p95': histogram('lateJoinUs'),
  'stayed-packet-loss': share('stayedPacketsLost', 'stayedPacketsExpected'),
  'stayed-without-freeze': share('stayedVideoTracksUnfrozen', 'stayedVideoTracks'),
  'api-response-time-p95': histogram('apiRequestUs'),
  'journeys-completed': (source) => ({
    kind: 'share',
    part: count(source, 'journeysCompleted'),
    whole: count(source, 'journeysCompleted') + count(source, 'journeysFailed'),
  }),
  'sfu-bandwidth-per-room': (source) => ({
    kind: 'count',
    value: source.result.bandwidth.roomOutBitsPerSecond,
    samples: count(source, 'packetsReceived'),
  }),
  'websocket-connections': (source) => ({
    kind: 'count',
    value: count(source, 'connectionsHeld'),
    samples: count(source, 'connectionsRequested'),
  }),
  'connections-held': share('connectionsHeld', 'connectionsRequested'),
  'connections-answering': share('connectionsAnswering', 'connectionsHeld'),
  'messages-delivered': share('messagesReceived', 'messagesExpected'),
  'message-latency-p99': histogram('messageLatencyUs'),
  'websocket-reply-time-p95': histogram('messageReplyUs'),
  'api-memory-per-connection': ({ result, samples }) =>
    connectionMemory(apiGrowthBytes(result, samples), result),
  'generator-memory-per-connection': ({ result }) =>
    connectionMemory(result.counts.generatorMemoryGrowthBytes ?? null, result),
  'database-query-time-p95': ({ samples }) => ({
    kind: 'buckets',
    unit: 's',
    buckets: samples.databaseBuckets,
  }),
  'browsers-joined': share('browsersJoined', 'browsersRequested'),
  'browser-time-to-join': longest('browserSlowestJoinMs', 'browsersJoined'),
  'browser-time-to-first-frame': longest('browserSlowestFirstFrameMs', 'browsersWithPicture'),
  'glass-to-glass-latency-p95': histogram('glassToGlassUs'),
  'browser-frozen-time': share('browserFrozenMs', 'browserWatchedMs'),
  'redis-memory': gauge('redisMemoryPercent'),
  'cpu-utilization': gauge('cpuPercent'),
  'memory-utilization': gauge('memoryPercent'),
};

/** The evidence that a run brings for one KPI. What was not seen is empty evidence, and so NO DATA. */
export function kpiEvidence(id: KpiId, result: GeneratorResult, samples: PlatformSamples): Evidence {
  const read = evidence[id];
  if (read === undefined) throw new RangeError(`a load test brings no evidence for "${id}"`);
  return read({ result, samples, hold: holdOf(result) ?? { from: 0, to: 0 } });
}
