import type { RemoteTrack, Room } from 'livekit-client';
import type { QualitySnapshot, TrackTotals } from './quality-figures.ts';

/** Reads the statistics of every track that is received now. */
export async function readStatistics(room: Room): Promise<QualitySnapshot> {
  const received = [...room.remoteParticipants.values()].flatMap((participant) =>
    [...participant.trackPublications.values()].flatMap(({ track }) => (track ? [track as RemoteTrack] : [])),
  );
  const tracks = new Map<string, TrackTotals>();
  let rttMs: number | undefined;
  for (const track of received) {
    const report = await track.getRTCStatsReport();
    report?.forEach((entry) => {
      if (entry.type === 'inbound-rtp') tracks.set(track.sid ?? track.mediaStreamID, totalsOf(entry));
      if (entry.type === 'candidate-pair' && entry.nominated && entry.currentRoundTripTime !== undefined)
        rttMs = entry.currentRoundTripTime * 1000;
    });
  }
  return { atMs: performance.now(), rttMs, tracks };
}

/** Browsers leave out the entries that a kind of track does not have. */
function totalsOf(entry: RTCInboundRtpStreamStats): TrackTotals {
  const { totalFreezesDuration } = entry as { totalFreezesDuration?: number };
  return {
    kind: entry.kind === 'audio' ? 'audio' : 'video',
    packetsReceived: entry.packetsReceived ?? 0,
    packetsLost: entry.packetsLost ?? 0,
    jitterSeconds: entry.jitter ?? 0,
    freezeSeconds: totalFreezesDuration ?? 0,
    framesPerSecond: entry.framesPerSecond ?? 0,
    width: entry.frameWidth ?? 0,
    height: entry.frameHeight ?? 0,
    samples: entry.totalSamplesReceived ?? 0,
    concealedSamples: entry.concealedSamples ?? 0,
  };
}
