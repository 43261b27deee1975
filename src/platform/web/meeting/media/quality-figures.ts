import type { QualityFigures } from '../signaling/protocol.ts';

/** What one received track had added up to at a moment, in the units of WebRTC's `inbound-rtp` statistics. */
export interface TrackTotals {
  readonly kind: 'audio' | 'video';
  readonly packetsReceived: number;
  readonly packetsLost: number;
  readonly jitterSeconds: number;
  readonly freezeSeconds: number;
  readonly framesPerSecond: number;
  readonly width: number;
  readonly height: number;
  readonly samples: number;
  readonly concealedSamples: number;
}

export interface QualitySnapshot {
  readonly atMs: number;
  readonly rttMs: number | undefined;
  /** By the id of the track. */
  readonly tracks: ReadonlyMap<string, TrackTotals>;
}

/**
 * What was received between two moments. A track that came in between counts from its beginning. Loss and concealment are
 * shares of the sum over all tracks; jitter is that of the worst track, frames a second those of the largest picture.
 */
export function figuresBetween(before: QualitySnapshot, after: QualitySnapshot): QualityFigures {
  const tracks = [...after.tracks].map(([id, totals]) => ({ totals, since: before.tracks.get(id) }));
  const sum = (of: (totals: TrackTotals) => number): number =>
    tracks.reduce((total, { totals, since }) => total + of(totals) - (since ? of(since) : 0), 0);
  const videos = tracks.filter(({ totals }) => totals.kind === 'video' && totals.width > 0);
  const largest = videos.map(({ totals }) => totals).sort((a, b) => b.width - a.width)[0];
  const received = sum(({ packetsReceived }) => packetsReceived);
  // Late packets are taken back from those lost, so the difference can be negative.
  const lost = Math.max(
    0,
    sum(({ packetsLost }) => packetsLost),
  );
  const samples = sum((totals) => totals.samples);
  const watchedSeconds = (videos.length * (after.atMs - before.atMs)) / 1000;
  const jitterSeconds = Math.max(0, ...tracks.map(({ totals }) => totals.jitterSeconds));
  return {
    ...(after.rttMs !== undefined && { rttMs: round(after.rttMs) }),
    ...(received > 0 && { jitterMs: round(jitterSeconds * 1000), lossRatio: ratio(lost, received + lost) }),
    ...(largest && {
      freezeRatio: ratio(
        sum(({ freezeSeconds }) => freezeSeconds),
        watchedSeconds,
      ),
      framesPerSecond: round(largest.framesPerSecond),
      resolution: `${largest.width}x${largest.height}`,
    }),
    ...(samples > 0 && {
      concealmentRatio: ratio(
        sum(({ concealedSamples }) => concealedSamples),
        samples,
      ),
    }),
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
const ratio = (part: number, whole: number): number =>
  whole > 0 ? Math.min(1, Math.round((part / whole) * 10_000) / 10_000) : 0;
