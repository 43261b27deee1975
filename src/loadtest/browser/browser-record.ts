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
  /** From the first packet of a frame; of it, up to its last packet. */
  readonly jitterBufferSeconds: number;
  readonly assemblySeconds: number;
  readonly jitterBufferFrames: number;
  readonly decodeSeconds: number;
  readonly framesDecoded: number;
  readonly freezes: number;
  readonly frozenSeconds: number;
}

/**
 * What one browser's counters grew by in [from, to]; undefined with fewer than two snapshots. A reconnection begins counters
 * anew: a step over which one of them shrank tells nothing and is left out, with its time.
 */
export function growthBetween(record: BrowserRecord, from: number, to: number): Growth | undefined {
  const within = record.snapshots.filter(({ at }) => at >= from && at <= to);
  const steps = within.slice(1).flatMap((after, i) => {
    const before = within[i];
    const step = before && stepBetween(before, after);
    return step === undefined || Object.values(step).some((value) => value < 0) ? [] : [step];
  });
  return steps.length === 0 ? undefined : steps.reduce(plus);
}

function stepBetween(before: BrowserSnapshot, after: BrowserSnapshot): Growth {
  const seconds = (after.at - before.at) / 1000;
  const pictures = after.received.filter(({ isCoded }) => isCoded).length;
  const earlier = totalsOf(before);
  const grown = mapValues(totalsOf(after), (name, value) => value - earlier[name]);
  return { ...grown, seconds, watchedSeconds: seconds * pictures };
}

const plus = (a: Growth, b: Growth): Growth => mapValues(a, (name, value) => value + b[name]);

function mapValues<Fields extends object>(
  fields: Fields,
  change: (name: keyof Fields, value: number) => number,
): Fields {
  const changed = Object.entries(fields).map(([name, value]) => [name, change(name as keyof Fields, value)]);
  return Object.fromEntries(changed) as Fields;
}

/** Seconds that frames spent in the jitter buffer after their last packet had arrived. */
export const bufferedSeconds = ({ jitterBufferSeconds, assemblySeconds }: Growth): number =>
  jitterBufferSeconds - assemblySeconds;

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
    jitterBufferSeconds: sum(coded, (video) => video.jitterBufferSeconds),
    assemblySeconds: sum(coded, (video) => video.assemblySeconds),
    jitterBufferFrames: sum(coded, (video) => video.jitterBufferFrames),
    decodeSeconds: sum(coded, (video) => video.decodeSeconds),
    framesDecoded: sum(coded, (video) => video.framesDecoded),
    freezes: sum(coded, (video) => video.freezes),
    frozenSeconds: sum(coded, (video) => video.frozenSeconds),
  };
}
