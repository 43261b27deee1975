import type { LocalVideoTrack, RemoteTrack } from 'livekit-client';
import type { ReceivedAudio, ReceivedVideo, SentVideo, Snapshot } from './probe-report.ts';

type RoundTrips = Snapshot['roundTrips'];

/** One entry of WebRTC statistics; which fields it has depends on its type and on the browser. */
type Entry = Readonly<Record<string, unknown>>;

async function entriesOf(track: RemoteTrack | LocalVideoTrack): Promise<Entry[]> {
  const entries: Entry[] = [];
  (await track.getRTCStatsReport())?.forEach((entry: Entry) => {
    entries.push(entry);
  });
  return entries;
}

const number = (entry: Entry | undefined, name: string): number => Number(entry?.[name] ?? 0);

const ofType = (entries: readonly Entry[], type: string): Entry | undefined =>
  entries.find((entry) => entry.type === type);

/** Connectivity checks of the pair of addresses in use. */
function roundTripsOf(entries: readonly Entry[]): RoundTrips {
  const transport = ofType(entries, 'transport');
  const pair = entries.find(({ id }) => id === transport?.selectedCandidatePairId);
  return { seconds: number(pair, 'totalRoundTripTime'), count: number(pair, 'responsesReceived') };
}

export async function readReceivedVideo(
  track: RemoteTrack,
  about: { readonly from: string; readonly isCoded: boolean },
): Promise<{ counters: ReceivedVideo; roundTrips: RoundTrips }> {
  const entries = await entriesOf(track);
  const inbound = ofType(entries, 'inbound-rtp');
  return {
    roundTrips: roundTripsOf(entries),
    counters: {
      ...about,
      packetsReceived: number(inbound, 'packetsReceived'),
      packetsLost: number(inbound, 'packetsLost'),
      framesDecoded: number(inbound, 'framesDecoded'),
      framesDropped: number(inbound, 'framesDropped'),
      decodeSeconds: number(inbound, 'totalDecodeTime'),
      jitterBufferSeconds: number(inbound, 'jitterBufferDelay'),
      jitterBufferFrames: number(inbound, 'jitterBufferEmittedCount'),
      assemblySeconds: number(inbound, 'totalAssemblyTime'),
      freezes: number(inbound, 'freezeCount'),
      frozenSeconds: number(inbound, 'totalFreezesDuration'),
    },
  };
}

export async function readReceivedAudio(tracks: readonly RemoteTrack[]): Promise<ReceivedAudio> {
  const inbound = await Promise.all(
    tracks.map(async (track) => ofType(await entriesOf(track), 'inbound-rtp')),
  );
  const sum = (name: string): number => inbound.reduce((total, entry) => total + number(entry, name), 0);
  return { packetsReceived: sum('packetsReceived'), packetsLost: sum('packetsLost') };
}

export async function readSentVideo(
  track: LocalVideoTrack,
): Promise<{ counters: SentVideo; roundTrips: RoundTrips }> {
  const entries = await entriesOf(track);
  const outbound = ofType(entries, 'outbound-rtp');
  const limited = outbound?.qualityLimitationDurations as Readonly<Record<string, number>> | undefined;
  return {
    roundTrips: roundTripsOf(entries),
    counters: {
      framesEncoded: number(outbound, 'framesEncoded'),
      encodeSeconds: number(outbound, 'totalEncodeTime'),
      packetsSent: number(outbound, 'packetsSent'),
      sendDelaySeconds: number(outbound, 'totalPacketSendDelay'),
      limitedByCpuSeconds: limited?.cpu ?? 0,
    },
  };
}
