import type { StoredRun } from '../results/list-runs.ts';
import { ulidTime } from '../results/ulid.ts';
import { padded } from './text-table.ts';
import { formatTime } from './verdict-view.ts';

/** Parameters that tell one run from another at a glance; the rest is in the report. */
const PARAMETERS_SHOWN = 4;

function cells({ id, run }: StoredRun): readonly string[] {
  const when = formatTime(new Date(ulidTime(id)).toISOString());
  if (run === null) return [id, when, '—', 'unfinished', ''];
  const parameters = Object.entries(run.parameters)
    .slice(0, PARAMETERS_SHOWN)
    .map(([name, value]) => `${name}=${value ?? '—'}`)
    .join(' ');
  return [id, when, run.kind, `${run.verdict.status}${run.partial ? ' (partial)' : ''}`, parameters];
}

/** The runs as a table, in the order given. Ends in a line feed. */
export function reportListView(runs: readonly StoredRun[]): string {
  if (runs.length === 0) return 'There are no runs yet. Next: gomeet quickstart\n';
  const rows = [['ID', 'WHEN', 'KIND', 'VERDICT', 'PARAMETERS'], ...runs.map(cells)];
  return `${padded(rows, []).join('\n')}\n`;
}
