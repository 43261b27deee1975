import type { MediaLoad } from './calibration/profile.ts';
import type { MediaCosts } from './media-costs.ts';
import type { Source } from './quantity.ts';

/** A load that somebody put on a media server, and the cores that it took. */
export interface MediaObservation {
  readonly title: string;
  readonly source: Source;
  /** Least and greatest load that the report allows; the same where it states the load. */
  readonly leastLoad: MediaLoad;
  readonly greatestLoad: MediaLoad;
  readonly leastCores: number;
  readonly greatestCores: number;
  /** What had to be supposed to turn the report into numbers. */
  readonly supposing: string | null;
}

/** Cores that the costs predict for a load. */
export function predictCores(costs: MediaCosts, load: MediaLoad): number {
  return (
    costs.idle.value +
    load.participants * costs.perParticipant.value +
    load.tracksOut * costs.perTrackOut.value +
    load.tracksIn * costs.perTrackIn.value +
    load.packetsOut * costs.perPacketOut.value +
    load.bitsOut * costs.perBitOut.value +
    load.packetsIn * costs.perPacketIn.value
  );
}

/** The factor by which the costs miss an observation, up or down; 1 where what they predict lies within what was seen. */
export function missFactor(costs: MediaCosts, observation: MediaObservation): number {
  const least = predictCores(costs, observation.leastLoad);
  const greatest = predictCores(costs, observation.greatestLoad);
  return Math.max(1, observation.leastCores / greatest, least / observation.greatestCores);
}

const PAGE: Source = {
  title: 'LiveKit, Benchmarking: one room on c2-standard-16',
  url: 'https://docs.livekit.io/transport/self-hosting/benchmark',
  asOf: '2026-11-20',
  confidence: 'high',
};
/** Cores of c2-standard-16. */
const BENCHMARK_CORES = 16;

function benchmarkRow(
  title: string,
  cpuShare: number,
  load: {
    publishers: number;
    participants: number;
    megabytesOut: number;
    packetsOut: number;
    packetsIn: number;
  },
): MediaObservation {
  const { participants, publishers, megabytesOut, packetsOut, packetsIn } = load;
  const stated: MediaLoad = {
    participants,
    tracksOut: publishers * participants,
    tracksIn: publishers,
    packetsOut,
    bitsOut: megabytesOut * 1e6 * 8,
    packetsIn,
  };
  const cores = cpuShare * BENCHMARK_CORES;
  return { title, source: PAGE, ...exactly(stated, cores), supposing: null };
}

/** LiveKit's published benchmark: three rows for three unknowns, so the prior goes through them and has nothing left to err by. */
export const BENCHMARK: readonly MediaObservation[] = [
  benchmarkRow('audio, 10 publish to 3,000', 0.8, {
    publishers: 10,
    participants: 3000,
    megabytesOut: 23,
    packetsOut: 959_156,
    packetsIn: 305,
  }),
  benchmarkRow('meeting, 150 publish to 150', 0.85, {
    publishers: 150,
    participants: 150,
    megabytesOut: 93,
    packetsOut: 762_749,
    packetsIn: 51_068,
  }),
  benchmarkRow('livestream, 1 publishes to 3,000', 0.92, {
    publishers: 1,
    participants: 3000,
    megabytesOut: 531,
    packetsOut: 560_962,
    packetsIn: 246,
  }),
];

/** Viewers of the benchmark's livestream: 560,962 / 3,000 = 187 packets/s and 531 MB/s × 8 / 3,000 = 1.416 Mbit/s each. */
function livestream(viewers: number, streams = 1): MediaLoad {
  return {
    participants: viewers,
    tracksOut: viewers * streams,
    tracksIn: streams,
    packetsOut: (viewers * streams * 560_962) / 3000,
    bitsOut: (viewers * streams * 531e6 * 8) / 3000,
    packetsIn: 246 * streams,
  };
}

/** 500 people with 25 small tiles, a speaker and three voices each: 500 × 1,170.45 packets/s and 500 × 5.346 Mbit/s. */
const GRID_OF_500: MediaLoad = {
  participants: 500,
  tracksOut: 500 * 29,
  tracksIn: 503,
  packetsOut: 585_227,
  bitsOut: 2.673e9,
  packetsIn: 18_500,
};

const issue = (title: string, url: string, asOf: string): Source => ({ title, url, asOf, confidence: 'low' });

/** What others saw, where it speaks against the benchmark or for it. */
const REPORTED: readonly MediaObservation[] = [
  {
    title: 'the livestream of the benchmark reaches 1,500 viewers on the same machine, not 3,000',
    source: issue('livekit #3285', 'https://github.com/livekit/livekit/issues/3285', '2024-12-23'),
    ...exactly(livestream(1500), BENCHMARK_CORES),
    supposing: 'every core was at work when it went no further',
  },
  {
    title: '32 cores and 10 Gbit/s fail above 800 viewers',
    source: issue('livekit-cli #621', 'https://github.com/livekit/livekit-cli/issues/621', '2025-07-23'),
    leastLoad: livestream(800),
    // 10 Gbit/s / (800 × 1.416 Mbit/s) = 8.8 streams: more do not pass the network card.
    greatestLoad: livestream(800, 8.8),
    leastCores: 32,
    greatestCores: 32,
    supposing:
      'every core was at work; how many published is not stated, so from one to as many as the card lets through',
  },
  {
    title: '500 publishers and 500 subscribers "worked pretty fine"',
    source: issue('livekit #671', 'https://github.com/livekit/livekit/issues/671', '2022-05-31'),
    leastLoad: GRID_OF_500,
    greatestLoad: GRID_OF_500,
    leastCores: 0,
    greatestCores: BENCHMARK_CORES,
    supposing: 'a machine like that of the benchmark and a grid of 25; neither is stated',
  },
];

const OWN: Source = {
  title: 'gomeet, light clients against livekit-server 1.13.5 on one and two virtual cores',
  asOf: '2026-11-20',
  confidence: 'medium',
};
function own(title: string, cores: number, load: MediaLoad): MediaObservation {
  return { title, source: OWN, ...exactly(load, cores), supposing: null };
}

/** What we measured on another processor than the benchmark's, before any calibration. */
const OWN_RUNS: readonly MediaObservation[] = [
  own('one voice to 499', 0.56, {
    participants: 500,
    tracksOut: 499,
    tracksIn: 1,
    packetsOut: 25_200,
    bitsOut: 25_200 * 60 * 8,
    packetsIn: 50,
  }),
  own('one voice and two cameras, 1,494 streams', 0.83, {
    participants: 500,
    tracksOut: 1494,
    tracksIn: 3,
    packetsOut: 39_600,
    bitsOut: 161e6,
    packetsIn: 84,
  }),
  own('one voice and four cameras, 2,480 streams', 1.61, {
    participants: 500,
    tracksOut: 2480,
    tracksIn: 5,
    packetsOut: 55_600,
    bitsOut: 300e6,
    packetsIn: 118,
  }),
  own('one camera in 720p to 200', 0.72, {
    participants: 201,
    tracksOut: 200,
    tracksIn: 1,
    packetsOut: 42_200,
    bitsOut: 200 * 1.85e6,
    packetsIn: 206,
  }),
];

export const COUNTER_EXAMPLES: readonly MediaObservation[] = [...REPORTED, ...OWN_RUNS];

function exactly(load: MediaLoad, cores: number) {
  return { leastLoad: load, greatestLoad: load, leastCores: cores, greatestCores: cores };
}
