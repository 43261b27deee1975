import type { Run } from '../../results/run.ts';
import { STATUSES, type Status } from '../../results/verdict.ts';

/** What one drill came to, as the run of drills keeps it in its table. Times are milliseconds; null where there is none. */
export interface DrillRow {
  readonly drill: string;
  readonly verdict: Status;
  readonly noticedMs: number | null;
  readonly firstMs: number | null;
  readonly stableMs: number | null;
  readonly redundantMs: number | null;
  readonly writesLost: number | null;
  readonly why: string;
  readonly run: Run;
}

/** The newest result of each drill, in the order of its name. @param runs newest first */
export function newestDrills(runs: readonly Run[]): readonly DrillRow[] {
  const rows = new Map<string, DrillRow>();
  for (const run of runs.filter(({ kind }) => kind === 'dr-drill')) {
    for (const row of rowsOf(run)) if (!rows.has(row.drill)) rows.set(row.drill, row);
  }
  return [...rows.values()].toSorted((a, b) => a.drill.localeCompare(b.drill));
}

function rowsOf(run: Run): readonly DrillRow[] {
  const table = run.tables?.find(({ id }) => id === 'drills');
  if (table === undefined) return [];
  const column = (title: string): number => table.columns.findIndex((each) => each.title === title);
  const gravest = (a: DrillRow, b: DrillRow): boolean =>
    STATUSES.indexOf(a.verdict) >= STATUSES.indexOf(b.verdict);
  const rows = table.rows.map((row): DrillRow => {
    const cell = (title: string) => row[column(title)] ?? null;
    const number = (title: string): number | null => {
      const value = cell(title);
      return typeof value === 'number' ? value : null;
    };
    return {
      // Repeated drills are numbered: `redis-master-killed (2)`.
      drill: String(cell('Drill') ?? '').replace(/ \(\d+\)$/, ''),
      verdict: STATUSES.find((status) => status === cell('Verdict')) ?? 'NO DATA',
      noticedMs: number('Noticed'),
      firstMs: number('First success'),
      stableMs: number('Stable'),
      redundantMs: number('Redundant'),
      writesLost: number('Writes lost'),
      why: String(cell('Why') ?? '—'),
      run,
    };
  });
  // Of a drill that was repeated the worst counts.
  return rows.filter((row) =>
    rows.every((other) => other === row || other.drill !== row.drill || gravest(row, other)),
  );
}
