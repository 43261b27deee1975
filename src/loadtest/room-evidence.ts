import type { Evidence } from '../results/evidence.ts';
import { Histogram } from '../results/histogram.ts';
import type { KpiId } from '../results/kpi.ts';
import type { GeneratorResult } from './generator-result.ts';
import { type PlatformSamples, valuesBetween } from './platform-samples.ts';

/** The hold phase of a run in Unix milliseconds; undefined when the run did not get that far. */
export function holdOf(result: GeneratorResult): { from: number; to: number } | undefined {
  const hold = result.phases.find(({ name }) => name === 'hold');
  return hold && { from: hold.startedAt, to: hold.endedAt };
}

/** The evidence that a run brings for one KPI. What was not seen is empty evidence, and so NO DATA. */
export function roomEvidence(id: KpiId, result: GeneratorResult, samples: PlatformSamples): Evidence {
  const hold = holdOf(result) ?? { from: 0, to: 0 };
  const count = (name: string): number => result.counts[name] ?? 0;
  const share = (part: number, whole: number): Evidence => ({ kind: 'share', part, whole });
  const gauge = (points: PlatformSamples['cpuPercent']): Evidence => ({
    kind: 'gauge',
    values: valuesBetween(points, hold.from, hold.to),
  });
  const histogram = (name: string): Evidence => {
    const json = result.histograms[name];
    return { kind: 'histogram', histogram: json ? Histogram.fromJson(json) : new Histogram() };
  };
  switch (id) {
    case 'participants-joined':
      return share(count('participantsJoined'), count('participantsRequested'));
    case 'packets-delivered':
      return share(count('participantsReceiving'), hold.to === 0 ? 0 : count('participantsRequested'));
    case 'packet-loss':
      return share(count('packetsLost'), count('packetsExpected'));
    case 'frames-whole':
      return share(count('framesChecked') - count('framesBroken'), count('framesChecked'));
    case 'video-without-freeze':
      return share(count('videoTracksUnfrozen'), count('videoTracks'));
    case 'video-latency-p95':
      return histogram('videoLatencyUs');
    case 'audio-latency-p95':
      return histogram('audioLatencyUs');
    case 'jitter-p95':
      return histogram('jitterUs');
    case 'time-to-join-p95':
      return histogram('timeToJoinUs');
    case 'time-to-first-frame-p95':
      return histogram('timeToFirstFrameUs');
    case 'api-response-time-p95':
      return histogram('apiRequestUs');
    case 'sfu-bandwidth-per-room':
      return {
        kind: 'count',
        value: result.bandwidth.roomOutBitsPerSecond,
        samples: count('packetsReceived'),
      };
    case 'database-query-time-p95':
      return { kind: 'buckets', unit: 's', buckets: samples.databaseBuckets };
    case 'redis-memory':
      return gauge(samples.redisMemoryPercent);
    case 'cpu-utilization':
      return gauge(samples.cpuPercent);
    case 'memory-utilization':
      return gauge(samples.memoryPercent);
    default:
      throw new RangeError(`a room run brings no evidence for "${id}"`);
  }
}
