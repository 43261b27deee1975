import { solveLinearSystem } from './linear-system.ts';
import type { MediaCosts } from './media-costs.ts';
import { BENCHMARK, COUNTER_EXAMPLES, missFactor } from './media-evidence.ts';
import { input, type Quantity, type Source } from './quantity.ts';

/** What a media server spends, before anybody has calibrated: solved from the benchmark's rows, with the error that others met. */
export function mediaPrior(): MediaCosts {
  return PRIOR;
}

const benchmark: Source = {
  title: `solution of the ${BENCHMARK.length} rows of LiveKit’s published benchmark for ${BENCHMARK.length} unknowns, nothing left over to check it by`,
  url: BENCHMARK[0]?.source.url ?? '',
  asOf: '2026-11-20',
  confidence: 'low',
};

/** 500 idle people took 0.4 GB, and each track that they received 0.44 MB more: (1.5 - 0.62) GB / (2,480 - 499) tracks. */
const ownMemory: Source = {
  title:
    'gomeet, 500 light clients against livekit-server 1.13.5: 0.62 GB with 499 tracks, 1.5 GB with 2,480',
  asOf: '2026-11-20',
  confidence: 'medium',
};
const ownJoins: Source = {
  title: 'gomeet, 100 joins at 10/s: 15 to 22 ms of CPU each',
  asOf: '2026-11-20',
  confidence: 'medium',
};
const unknown: Source = { title: 'the benchmark does not tell it apart', confidence: 'none' };

function assumed<Unit extends string>(
  id: string,
  title: string,
  unit: Unit,
  value: number,
  source: Source,
): Quantity<Unit> {
  return input({ id: `media.cost.${id}`, title, unit }, value, 'assumed', [source]);
}

/** Without its error, which is found by holding these costs against what others saw. */
function solvedCosts(): Omit<MediaCosts, 'relativeError'> {
  const [perPacketOut = 0, perBitOut = 0, perPacketIn = 0] = solveLinearSystem(
    BENCHMARK.map(({ leastLoad: { packetsOut, bitsOut, packetsIn } }) => [packetsOut, bitsOut, packetsIn]),
    BENCHMARK.map(({ leastCores }) => leastCores),
  );
  return {
    perPacketOut: assumed('packet-out', 'CPU of a packet sent', 'core*s/packet', perPacketOut, benchmark),
    perBitOut: assumed('bit-out', 'CPU of a bit of payload sent', 'core*s/bit', perBitOut, benchmark),
    perPacketIn: assumed('packet-in', 'CPU of a packet received', 'core*s/packet', perPacketIn, benchmark),
    idle: assumed('idle', 'CPU of a media server without meetings', 'core/node', 0, unknown),
    perParticipant: assumed('participant', 'standing CPU of a person', 'core/participant', 0, unknown),
    perTrackOut: assumed(
      'track-out',
      'standing CPU of a track that a person receives',
      'core/track',
      0,
      unknown,
    ),
    perTrackIn: assumed('track-in', 'standing CPU of a track that a person sends', 'core/track', 0, unknown),
    perJoin: assumed('join', 'CPU of the media server for a join', 'core*s/join', 0.02, ownJoins),
    memoryPerParticipant: assumed(
      'memory-participant',
      'memory of a person',
      'byte/participant',
      0.8e6,
      ownMemory,
    ),
    memoryPerTrack: assumed(
      'memory-track',
      'memory of a track that a person receives',
      'byte/track',
      0.44e6,
      ownMemory,
    ),
  };
}

/** The greatest miss among the counter-examples, rounded up to a tenth: livekit #3285 stops at half of what the benchmark claims. */
function priorOf(costs: Omit<MediaCosts, 'relativeError'>): MediaCosts {
  const withError = (error: number, title: string): MediaCosts => ({
    ...costs,
    relativeError: assumed('relative-error', 'relative error of predicted CPU', '1', error, {
      title,
      confidence: 'low',
    }),
  });
  const unproven = withError(0, '');
  const misses = COUNTER_EXAMPLES.map((observation) => ({
    observation,
    factor: missFactor(unproven, observation),
  }));
  const worst = misses.reduce((left, right) => (right.factor > left.factor ? right : left));
  const error = Math.ceil((worst.factor - 1) * 10) / 10;
  const reason = `covers ${COUNTER_EXAMPLES.length} counter-examples, of which ${worst.observation.source.title} misses most: × ${worst.factor.toFixed(2)}`;
  return withError(error, reason);
}

const PRIOR = priorOf(solvedCosts());
