import { styleText } from 'node:util';
import type { Run } from '../results/run.ts';
import type { KpiResult, Status } from '../results/verdict.ts';
import { formatTarget } from '../results/verdict.ts';
import { formatNumber, formatQuantity } from '../units.ts';
import { intervalText } from './kpi-table-view.ts';
import { statusGlyph } from './status-view.ts';
import { tableLines } from './tables-view.ts';
import { padded } from './text-table.ts';

/** The terminal to write for: without colour the words say everything. */
export interface TextStyle {
  readonly columns: number;
  readonly color: boolean;
}

const COLORS: Record<Status, 'green' | 'yellow' | 'red' | 'cyan' | 'gray'> = {
  PASS: 'green',
  MISSED: 'yellow',
  CRITICAL: 'red',
  INCONCLUSIVE: 'cyan',
  'NO DATA': 'gray',
};

/** From this width on the samples and the interval have room beside the value. */
const WIDE_COLUMNS = 100;

function colored(text: string, status: Status, style: TextStyle): string {
  return style.color ? styleText(COLORS[status], text, { validateStream: false }) : text;
}

/** The verdict in one line, such as `✓ PASS — 15 of 15 targets met`. */
export function verdictLine(run: Pick<Run, 'verdict' | 'partial'>, style: TextStyle): string {
  const { status, summary } = run.verdict;
  return colored(`${statusGlyph(status)} ${summary}`, status, style);
}

function kpiCells(kpi: KpiResult, wide: boolean): readonly string[] {
  const measured = kpi.measured === null ? '—' : formatQuantity(kpi.measured, kpi.unit);
  const cells = [`${statusGlyph(kpi.status)} ${kpi.status}`, kpi.title, measured, formatTarget(kpi)];
  return wide ? [...cells, intervalText(kpi) ?? 'exact', formatNumber(kpi.samples)] : cells;
}

/** Verdict, KPI table and what the reader has to know, for a terminal. Ends in a line feed. */
export function runView(run: Run, style: TextStyle): string {
  const wide = style.columns >= WIDE_COLUMNS;
  const head = ['', 'KPI', 'Measured', 'Target', ...(wide ? ['95 % interval', 'Samples'] : [])];
  const rows = [head, ...run.kpis.map((kpi) => kpiCells(kpi, wide))];
  const lines = padded(rows, ['left', 'left', 'right', 'right', 'right', 'right']).map((line, i) => {
    const kpi = run.kpis[i - 1];
    return kpi === undefined
      ? line
      : line.replace(/^\S+ (NO DATA|\S+)/, (word) => colored(word, kpi.status, style));
  });
  const notes = run.kpis.flatMap(({ title, note }) => (note === null ? [] : [`  ${title}: ${note}`]));
  const refused = run.refusals.map(
    ({ where, status, count }) => `  ${where}: ${formatNumber(count)} × ${status}`,
  );
  return [
    verdictLine(run, style),
    '',
    ...lines,
    ...tableLines(run),
    ...(notes.length > 0 ? ['', 'Notes', ...notes] : []),
    ...(refused.length > 0 ? ['', 'Refused by the platform', ...refused] : []),
    '',
  ].join('\n');
}
