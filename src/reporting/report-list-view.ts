import type { StoredRun } from '../results/list-runs.ts';
import { ulidTime } from '../results/ulid.ts';
import { padded } from './text-table.ts';
import { parametersText } from './trial-text.ts';
import { formatTime } from './verdict-view.ts';

function cells({ id, run }: StoredRun): readonly string[] {
  const when = formatTime(new Date(ulidTime(id)).toISOString());
  if (run === null) return [id, when, '—', 'unfinished', ''];
  const verdict = `${run.verdict.status}${run.partial ? ' (partial)' : ''}`;
  return [id, when, run.kind, verdict, parametersText(run.parameters)];
}

/** The runs as a table, in the order given. Ends in a line feed. */
export function reportListView(runs: readonly StoredRun[]): string {
  if (runs.length === 0) return 'There are no runs yet. Next: gomeet quickstart\n';
  const rows = [['ID', 'WHEN', 'KIND', 'VERDICT', 'PARAMETERS'], ...runs.map(cells)];
  return `${padded(rows, []).join('\n')}\n`;
}
