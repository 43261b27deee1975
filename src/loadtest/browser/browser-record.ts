import type { FrameSample, Snapshot } from '../../adapters/browser/browsers.ts';

/** Everything that one browser told over a run. Times are Unix milliseconds. */
export interface BrowserRecord {
  readonly name: string;
  /** When it was to join, whenever it got round to it; null before its turn came. */
  readonly joinIntendedAt: number | null;
  readonly connectedAt: number | null;
  readonly firstFrameAt: number | null;
  readonly frames: readonly FrameSample[];
  readonly snapshots: readonly BrowserSnapshot[];
  /** Why it dropped out, or null. */
  readonly failure: string | null;
}

export interface BrowserSnapshot extends Snapshot {
  /** CPU seconds of all its processes so far. */
  readonly cpuSeconds: number;
}

/** What a browser's counters grew by within a stretch of time. */
export interface Growth {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly encodeSeconds: number;
  readonly framesEncoded: number;
  readonly sendDelaySeconds: number;
  readonly packetsSent: number;
  readonly limitedByCpuSeconds: number;
  readonly roundTripSeconds: number;
  readonly roundTrips: number;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  /** Of pictures with the time code alone, as all that follows. */
  readonly watchedSeconds: number;
  /** After the arrival of a frame's last packet. */
  readonly jitterBufferSeconds: number;
  readonly jitterBufferFrames: number;
  readonly decodeSeconds: number;
  readonly framesDecoded: number;
  readonly freezes: number;
  readonly frozenSeconds: number;
}

/** Growth of one browser's counters between its first and its last snapshot in [from, to]; undefined with fewer than two. */
export function growthBetween(record: BrowserRecord, from: number, to: number): Growth | undefined {
  const within = record.snapshots.filter(({ at }) => at >= from && at <= to);
  const [first, last] = [within[0], within.at(-1)];
  if (first === undefined || last === undefined || first === last) return undefined;
  const seconds = (last.at - first.at) / 1000;
  const [before, after] = [totalsOf(first), totalsOf(last)];
  const grown = Object.fromEntries(
    Object.entries(after).map(([name, value]) => [name, value - before[name as keyof typeof before]]),
  ) as ReturnType<typeof totalsOf>;
  const pictures = last.received.filter(({ isCoded }) => isCoded).length;
  return { ...grown, seconds, watchedSeconds: seconds * pictures };
}

function totalsOf(snapshot: BrowserSnapshot): Omit<Growth, 'seconds' | 'watchedSeconds'> {
  const { received, audio, sent, roundTrips } = snapshot;
  const coded = received.filter(({ isCoded }) => isCoded);
  const sum = <Entry>(entries: readonly Entry[], value: (entry: Entry) => number): number =>
    entries.reduce((total, entry) => total + value(entry), 0);
  return {
    cpuSeconds: snapshot.cpuSeconds,
    encodeSeconds: sent?.encodeSeconds ?? 0,
    framesEncoded: sent?.framesEncoded ?? 0,
    sendDelaySeconds: sent?.sendDelaySeconds ?? 0,
    packetsSent: sent?.packetsSent ?? 0,
    limitedByCpuSeconds: sent?.limitedByCpuSeconds ?? 0,
    roundTripSeconds: roundTrips.seconds,
    roundTrips: roundTrips.count,
    packetsReceived: audio.packetsReceived + sum(received, (video) => video.packetsReceived),
    packetsLost: audio.packetsLost + sum(received, (video) => video.packetsLost),
    jitterBufferSeconds: sum(coded, (video) => video.jitterBufferSeconds - video.assemblySeconds),
    jitterBufferFrames: sum(coded, (video) => video.jitterBufferFrames),
    decodeSeconds: sum(coded, (video) => video.decodeSeconds),
    framesDecoded: sum(coded, (video) => video.framesDecoded),
    freezes: sum(coded, (video) => video.freezes),
    frozenSeconds: sum(coded, (video) => video.frozenSeconds),
  };
}
