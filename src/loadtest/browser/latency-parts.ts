import { bufferedSeconds, type Growth } from './browser-record.ts';
import type { BrowserResult } from './browser-result.ts';

/** One part of the way from the painting of a frame to its showing, as the mean over all frames. */
export interface LatencyPart {
  readonly id: string;
  readonly title: string;
  readonly meanMs: number;
  /** Where the value comes from. */
  readonly from: string;
}

const msPerSecond = 1000;
const usPerMs = 1000;

/**
 * Takes the mean glass-to-glass latency apart. Means add up where percentiles do not. The time code tells where a frame
 * arrived on its way; on either side of that moment counters tell what they know, and the rest is what they do not, so
 * that the sum is the measured mean. Empty without frames or without counters.
 */
export function latencyParts({ glassToGlass, arrival, growths }: BrowserResult): readonly LatencyPart[] {
  const total = (value: (growth: Growth) => number): number =>
    growths.reduce((sum, growth) => sum + (growth === undefined ? 0 : value(growth)), 0);
  const encoded = total(({ framesEncoded }) => framesEncoded);
  const decoded = total(({ framesDecoded }) => framesDecoded);
  if (glassToGlass.count === 0 || encoded === 0 || decoded === 0) return [];
  const meanOf = (seconds: (growth: Growth) => number, count: (growth: Growth) => number): number =>
    (msPerSecond * total(seconds)) / Math.max(1, total(count));
  const encode = meanOf(
    (growth) => growth.encodeSeconds,
    (growth) => growth.framesEncoded,
  );
  const queue = meanOf(
    (growth) => growth.sendDelaySeconds,
    (growth) => growth.packetsSent,
  );
  const jitterBuffer = meanOf(bufferedSeconds, (growth) => growth.jitterBufferFrames);
  const decode = meanOf(
    (growth) => growth.decodeSeconds,
    (growth) => growth.framesDecoded,
  );
  const before = arrival.meanUs / usPerMs;
  const after = (glassToGlass.meanUs - arrival.meanUs) / usPerMs;
  const part = (id: string, title: string, meanMs: number, from: string): LatencyPart => ({
    id,
    title,
    meanMs,
    from,
  });
  return [
    part('encode', 'Encoding', encode, 'counter: totalEncodeTime'),
    part('queue', 'Sending queue', queue, 'counter: totalPacketSendDelay'),
    part(
      'network',
      'Capture, network and media server',
      before - encode - queue,
      'rest of painted to arrived',
    ),
    part(
      'jitter-buffer',
      'Jitter buffer',
      jitterBuffer,
      'counters: jitterBufferDelay less totalAssemblyTime',
    ),
    part('decode', 'Decoding', decode, 'counter: totalDecodeTime'),
    part('display', 'Waiting for the display', after - jitterBuffer - decode, 'rest of arrived to shown'),
  ];
}
