import type { Table } from '../results/run.ts';
import { formatQuantity } from '../units.ts';
import type { DrillResult, DrillRun } from './drill-result.ts';
import { momentText } from './timeline.ts';

const words = (title: string) => ({ title, unit: null });
const time = (title: string) => ({ title, unit: 'ms' as const });
const number = (title: string) => ({ title, unit: 'count' as const });

/** Every run of every drill, then what the runs of a drill have in common, then one timeline for each run. */
export function drillTables(drills: readonly DrillResult[]): Table[] {
  return [
    runsTable(drills),
    ...(drills.some(({ runs }) => runs.length > 1) ? [spreadTable(drills)] : []),
    ...drills.flatMap((drill) => drill.runs.flatMap((run, index) => runTables(drill, run, index))),
  ];
}

function runsTable(drills: readonly DrillResult[]): Table {
  return {
    id: 'drills',
    title: 'Drills',
    columns: [
      words('Drill'),
      words('Verdict'),
      time('Noticed'),
      time('First success'),
      time('Stable'),
      time('Redundant'),
      number('Writes lost'),
      time('RPO'),
      number('Phantoms'),
      number('Doubled'),
      number('Acknowledged'),
      time('Media gap, longest'),
      words('Alerts'),
      words('Why'),
    ],
    rows: drills.flatMap(({ id, runs }) =>
      runs.map((run, index) => [
        runs.length > 1 ? `${id} (${index + 1})` : id,
        run.verdict,
        run.detectionMs,
        run.rtoFirstMs,
        run.rtoStableMs,
        run.rtoRedundantMs,
        run.rpoRows,
        run.rpoMs,
        run.phantomRows,
        run.doubledRows,
        run.acknowledgedWrites,
        run.mediaGapMs?.max ?? null,
        alertsText(run),
        run.why.join('; ') || '—',
      ]),
    ),
  };
}

const alertsText = ({ alerts }: DrillRun): string =>
  alerts.map(({ name, afterMs }) => `${name} after ${formatQuantity(afterMs, 'ms')}`).join(', ') || '—';

/** Minimum, median and maximum beside all runs: three runs have no percentiles. */
function spreadTable(drills: readonly DrillResult[]): Table {
  const figures = ['detectionMs', 'rtoFirstMs', 'rtoStableMs', 'rtoRedundantMs'] as const;
  const titles = ['Noticed', 'First success', 'Stable', 'Redundant'];
  return {
    id: 'drill-spread',
    title: 'Drills, over all runs',
    columns: [
      words('Drill'),
      words('Figure'),
      time('Minimum'),
      time('Median'),
      time('Maximum'),
      words('Runs'),
    ],
    rows: drills.flatMap(({ id, runs }) =>
      figures.map((figure, i) => {
        const values = runs.map((run) => run[figure]);
        const known = values.filter((value) => value !== null).toSorted((a, b) => a - b);
        const all = values.map((value) => (value === null ? '—' : formatQuantity(value, 'ms'))).join(', ');
        return [id, titles[i] ?? '', known[0] ?? null, middleOf(known), known.at(-1) ?? null, all];
      }),
    ),
  };
}

/** The value in the middle; of an even number the lower of the two, which was measured. */
const middleOf = (sorted: readonly number[]): number | null =>
  sorted[Math.floor((sorted.length - 1) / 2)] ?? null;

function runTables({ id, title, hypothesis, runs }: DrillResult, run: DrillRun, index: number): Table[] {
  const which = runs.length > 1 ? `, run ${index + 1} of ${runs.length}` : '';
  return [
    {
      id: `timeline-${id}-${index + 1}`,
      title: `${title}${which}: ${run.verdict}`,
      columns: [words('From the fault'), words('What'), words('Happened')],
      rows: [
        ['', 'hypothesis', hypothesis],
        ...run.proofs.map((proof) => ['', 'seen from outside', proof]),
        ...run.timeline.map(({ atMs, kind, text }) => [momentText(atMs), kind, text]),
        ...Object.entries(run.reasons).map(([name, reason]) => ['', `why ${name}`, reason]),
      ],
    },
    {
      id: `doors-${id}-${index + 1}`,
      title: `${title}${which}: doors`,
      columns: [
        words('Door'),
        number('Probes'),
        number('Failed'),
        time('Noticed'),
        time('First success'),
        time('Stable'),
        time('Away, in all'),
        words('First failure'),
      ],
      rows: run.doors.map((door) => [
        door.judged ? `${door.door} (judged)` : door.door,
        door.probes,
        door.failures,
        door.detectionMs,
        door.rtoFirstMs,
        door.rtoStableMs,
        door.downMs,
        door.example ?? '—',
      ]),
    },
  ];
}
