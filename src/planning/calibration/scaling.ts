import type { Run } from '../../results/run.ts';
import { fitUsl, peakConcurrency, throughputAt } from '../usl.ts';
import type { ScalingCurve } from './profile.ts';
import { secondsOf, windowOf } from './run-window.ts';

interface Point {
  readonly curve: string;
  readonly participants: number;
  readonly packetsPerSecond: number;
}

/** Three parameters need one point more than they are, or any three points would lie on the curve. */
const sizesMin = 4;

/**
 * How the packets that arrive grow with the people in a room, for each kind of room that was run in four sizes or more. Rooms that
 * were too large for the machine belong to the curve: they are where it bends.
 */
export function scalingOf(runs: readonly Run[]): readonly ScalingCurve[] {
  const points = runs.flatMap((run) => pointOf(run) ?? []);
  return [...new Set(points.map(({ curve }) => curve))].flatMap((of) => {
    const own = points.filter(({ curve }) => curve === of);
    if (new Set(own.map(({ participants }) => participants)).size < sizesMin) return [];
    const model = fitUsl(
      own.map(({ participants, packetsPerSecond }) => ({
        concurrency: participants,
        throughput: packetsPerSecond,
      })),
    );
    const peak = peakConcurrency(model);
    return [
      {
        of,
        ...model,
        peakParticipants: Number.isFinite(peak) ? peak : null,
        points: own
          .toSorted((a, b) => a.participants - b.participants)
          .map(({ participants, packetsPerSecond }) => ({
            participants,
            packetsPerSecond,
            predicted: throughputAt(model, participants),
          })),
      },
    ];
  });
}

/** One room in its hold phase; undefined where the generator, not the platform, may have been the limit. */
function pointOf(run: Run): Point | undefined {
  const hold = windowOf(run, 'hold');
  const { packetsReceived = 0, participantsJoined = 0, rooms } = run.counts;
  const isSound = !run.partial && run.gates.every(({ passed }) => passed);
  if (!isSound || hold === undefined || rooms !== 1 || packetsReceived === 0 || participantsJoined === 0)
    return undefined;
  const { publishers, microphones, layout } = run.parameters;
  return {
    curve: `${layout}, cameras ${publishers}, microphones ${microphones}`,
    participants: participantsJoined,
    packetsPerSecond: packetsReceived / secondsOf(hold),
  };
}
