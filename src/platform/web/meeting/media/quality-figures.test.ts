import { describe, expect, test } from 'vitest';
import { figuresBetween, type QualitySnapshot, type TrackTotals } from './quality-figures.ts';

const track = (over: Partial<TrackTotals>): TrackTotals => ({
  kind: 'video',
  packetsReceived: 0,
  packetsLost: 0,
  jitterSeconds: 0,
  freezeSeconds: 0,
  framesPerSecond: 0,
  width: 0,
  height: 0,
  samples: 0,
  concealedSamples: 0,
  ...over,
});
const at = (atMs: number, tracks: Record<string, TrackTotals>, rttMs?: number): QualitySnapshot => ({
  atMs,
  rttMs,
  tracks: new Map(Object.entries(tracks)),
});

describe('figuresBetween', () => {
  test('adds up what came in between, over all tracks', () => {
    const before = at(0, {
      cam: track({ packetsReceived: 1000, packetsLost: 10, freezeSeconds: 1, width: 640, height: 360 }),
      mic: track({ kind: 'audio', packetsReceived: 500, samples: 480_000, concealedSamples: 0 }),
    });
    const after = at(
      10_000,
      {
        cam: track({
          packetsReceived: 1600,
          packetsLost: 30,
          freezeSeconds: 2,
          jitterSeconds: 0.004,
          framesPerSecond: 24,
          width: 640,
          height: 360,
        }),
        mic: track({ kind: 'audio', packetsReceived: 880, samples: 960_000, concealedSamples: 4_800 }),
      },
      42.34,
    );
    // 20 lost of 20 + 600 + 380 are 2 %; 1 s of 10 s frozen; 4,800 of 480,000 samples made up.
    expect(figuresBetween(before, after)).toEqual({
      rttMs: 42.3,
      jitterMs: 4,
      lossRatio: 0.02,
      freezeRatio: 0.1,
      framesPerSecond: 24,
      resolution: '640x360',
      concealmentRatio: 0.01,
    });
  });

  test('nothing received is left out, not reported as perfect', () => {
    expect(figuresBetween(at(0, {}), at(10_000, {}))).toEqual({});
  });

  test('packets that came late after all are no negative loss', () => {
    const before = at(0, { mic: track({ kind: 'audio', packetsReceived: 10, packetsLost: 5 }) });
    const after = at(10_000, { mic: track({ kind: 'audio', packetsReceived: 60, packetsLost: 2 }) });
    expect(figuresBetween(before, after).lossRatio).toBe(0);
  });
});
