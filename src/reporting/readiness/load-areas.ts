import type { Run } from '../../results/run.ts';
import { isSound } from '../../results/run-history.ts';
import type { Status } from '../../results/verdict.ts';
import { RUN_FILES } from '../../results/write-run.ts';
import { formatNumber } from '../../units.ts';
import { formatTime } from '../verdict-view.ts';
import type { Area, Evidence } from './area.ts';
import { peopleOf, planValue, type ReadinessFacts } from './facts.ts';

/** A run's report as evidence. */
export const runEvidence = (run: Run, base: string): Evidence => ({
  text: `${run.kind}, ${formatTime(run.startedAt)}: ${run.verdict.status}`,
  href: `${base}${run.id}/${RUN_FILES.report}`,
});

/** A load that the event needs, and the count of a run that shows how much of it was there. */
interface Proof {
  readonly id: string;
  readonly title: string;
  readonly kinds: readonly string[];
  readonly needed: number;
  readonly of: string;
  readonly next: string;
  reached(run: Run): number;
}

function proofsOf(facts: ReadinessFacts): readonly Proof[] {
  const people = peopleOf(facts);
  const joins = planValue(facts, 'joinsPerSecond') ?? 0;
  return [
    {
      id: 'media',
      title: 'Video and audio',
      kinds: ['loadtest room', 'loadtest rooms', 'loadtest comprehensive', 'quickstart'],
      needed: people,
      of: 'people who received all media',
      next: 'gomeet loadtest rooms --runner kubernetes',
      reached: ({ counts }) => counts.participantsReceiving ?? 0,
    },
    {
      id: 'signaling',
      title: 'Signaling',
      kinds: ['loadtest websocket', 'loadtest comprehensive'],
      needed: people,
      of: 'WebSocket connections held',
      next: `gomeet loadtest websocket --connections ${Math.min(people, 50_000)}`,
      reached: ({ counts }) => counts.connectionsHeld ?? 0,
    },
    {
      id: 'api',
      title: 'API',
      kinds: ['loadtest api'],
      needed: Math.ceil(joins),
      of: 'journeys begun a second',
      next: `gomeet loadtest api --rate ${Math.ceil(joins)}`,
      reached: ({ parameters }) => Number(parameters.ratePerSecond ?? 0),
    },
  ];
}

/**
 * What load tests show. An area passes when a sound run met its targets at the load of the event; with less the rest is only
 * extrapolated, and that proves nothing. A newer run that missed a target counts against it, however large an older one was.
 */
export const loadAreas = (facts: ReadinessFacts): readonly Area[] =>
  proofsOf(facts).map((proof) => loadArea(proof, facts));

function loadArea({ id, title, kinds, needed, of, next, reached }: Proof, facts: ReadinessFacts): Area {
  const sound = facts.runs.filter((run) => kinds.includes(run.kind) && isSound(run) && reached(run) > 0);
  const passed = sound.filter(({ verdict }) => verdict.status === 'PASS');
  const largest = passed.toSorted((a, b) => reached(b) - reached(a))[0];
  const missed = sound.find(
    (run) =>
      ['MISSED', 'CRITICAL'].includes(run.verdict.status) &&
      (largest === undefined || (run.id > largest.id && reached(run) <= reached(largest))),
  );
  const most = largest === undefined ? 0 : reached(largest);
  const status: Status =
    missed !== undefined
      ? missed.verdict.status
      : largest === undefined
        ? 'NO DATA'
        : most >= needed
          ? 'PASS'
          : 'INCONCLUSIVE';
  const share = needed === 0 ? '' : ` (${formatNumber((100 * most) / needed)} %)`;
  const because =
    missed !== undefined
      ? `a newer run missed its targets at ${formatNumber(reached(missed))} ${of}: ${missed.verdict.summary}`
      : largest === undefined
        ? `no sound run met its targets; ${formatNumber(needed)} ${of} are needed`
        : `measured with all targets met: ${formatNumber(most)} of ${formatNumber(needed)} ${of}${share}`;
  const shown = [missed, largest].filter((run) => run !== undefined);
  return {
    id,
    title,
    status,
    because,
    evidence: shown.map((run) => runEvidence(run, facts.runsBase)),
    next: status === 'PASS' ? null : next,
  };
}
