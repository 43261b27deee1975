import type { GeneratorResult } from '../../src/loadtest/generator-result.ts';
import type { PlatformSamples, Point } from '../../src/loadtest/platform-samples.ts';
import { Histogram } from '../../src/results/histogram.ts';

const startedAt = Date.UTC(2026, 0, 5, 9, 0, 0);
const at = (second: number): number => startedAt + second * 1000;

/** `count` values spread evenly between two durations in milliseconds. */
function spread(count: number, fromMs: number, toMs: number) {
  const histogram = new Histogram();
  for (let i = 0; i < count; i++) histogram.add(Math.round(1000 * (fromMs + ((toMs - fromMs) * i) / count)));
  return histogram.toJson();
}

/** A generator's result of a good room of 500: 498 viewers with three tracks, two publishers with three in all. */
export function generatorResult(change: Partial<GeneratorResult> = {}): GeneratorResult {
  return {
    schema: 'gomeet.loadgen/v1',
    partial: false,
    startedAt,
    endedAt: at(80),
    phases: [
      { name: 'sign-in', startedAt: at(0), endedAt: at(25) },
      { name: 'join', startedAt: at(25), endedAt: at(35) },
      { name: 'settle', startedAt: at(35), endedAt: at(41) },
      { name: 'hold', startedAt: at(41), endedAt: at(71) },
      { name: 'leave', startedAt: at(71), endedAt: at(75) },
    ],
    counts: {
      participantsRequested: 500,
      participantsJoined: 500,
      participantsReceiving: 500,
      rooms: 1,
      tracksExpected: 1497,
      tracksReceived: 1497,
      packetsExpected: 1_254_000,
      packetsReceived: 1_254_000,
      packetsLost: 0,
      packetsLostByGenerator: 0,
      framesChecked: 22_500,
      framesBroken: 0,
      videoTracks: 998,
      videoTracksUnfrozen: 998,
    },
    histograms: {
      timeToJoinUs: spread(500, 40, 400),
      timeToFirstFrameUs: spread(500, 90, 700),
      videoLatencyUs: spread(5000, 2, 30),
      audioLatencyUs: spread(5000, 2, 30),
      jitterUs: spread(5000, 0, 8),
      apiRequestUs: spread(2000, 3, 80),
    },
    series: [{ name: 'packetsPerSecond', unit: 'packets/s', points: [[at(45), 41_800.123]] }],
    bandwidth: { roomOutBitsPerSecond: 161e6 },
    generator: {
      engine: 'epoll',
      cpuSecondsPerMillionPackets: 4.4,
      memoryBytesPerSubscriber: 80_000,
      goroutinesPerSubscriber: 2,
      cpuPercentHold: 20,
      socketOverflows: 0,
      sendLatenessP99Ms: 1.5,
    },
    publishers: [],
    worst: [],
    rooms: [],
    errors: [],
    ...change,
  };
}

/** Samples of the same half minute: 50 % CPU, 15 % memory, 2 % of Redis. */
export function platformSamples(change: Partial<PlatformSamples> = {}): PlatformSamples {
  const everySecond = (value: number): Point[] =>
    Array.from({ length: 75 }, (_, second) => [at(second), value]);
  return {
    cpuPercent: everySecond(50),
    memoryPercent: everySecond(15),
    redisMemoryPercent: everySecond(2),
    serviceCpuPercent: { livekit: everySecond(80) },
    serviceMemoryBytes: {},
    databaseBuckets: [
      { upperBound: 0.005, cumulativeCount: 900 },
      { upperBound: 0.01, cumulativeCount: 1000 },
      { upperBound: Number.POSITIVE_INFINITY, cumulativeCount: 1000 },
    ],
    clockStepMs: 1,
    failures: [],
    ...change,
  };
}
