import type { ComparedKpi, RunComparison } from '../results/run-comparison.ts';
import type { KpiResult } from '../results/verdict.ts';
import { formatTarget } from '../results/verdict.ts';
import { formatQuantity } from '../units.ts';
import { changeWord, differenceText } from './change-view.ts';
import { changesText } from './comparison-page.ts';
import { shortId } from './run-comparison-view.ts';
import { statusGlyph } from './status-view.ts';
import { padded } from './text-table.ts';
import { formatTime } from './verdict-view.ts';

const BARS = '▁▂▃▄▅▆▇█';

/** Runs whose values a line of a terminal can hold beside the words. */
const COLUMNS_MAX = 4;

const valueText = (kpi: KpiResult | null): string =>
  kpi === null || kpi.measured === null
    ? '—'
    : `${statusGlyph(kpi.status)} ${formatQuantity(kpi.measured, kpi.unit)}`;

/** The course of a KPI in one letter a run: the lowest value is the lowest bar. */
function courseText(values: readonly (KpiResult | null)[]): string {
  const known = values.flatMap((value) => value?.measured ?? []);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return values
    .map((value) => {
      if (value === null || value.measured === null) return ' ';
      const height = most === least ? 0.5 : (value.measured - least) / (most - least);
      return BARS.charAt(Math.round(height * (BARS.length - 1)));
    })
    .join('');
}

/** Several runs side by side as text; of many the first and the last are told, and the course of all. */
export function runComparisonTextView(comparison: RunComparison): string {
  const { runs, kpis, differences, cautions } = comparison;
  const shown = runs.length <= COLUMNS_MAX ? runs.map((_, i) => i) : [0, runs.length - 1];
  const course = runs.length > 2;
  const head = [
    'KPI',
    'Target',
    ...shown.map((i) => shortId(runs[i]?.id ?? '')),
    'Last against first',
    '',
    ...(course ? ['Course'] : []),
  ];
  const rows = kpis.map((each) => kpiCells(each, shown, course));
  const aligned = ['left', 'right', ...shown.map(() => 'right' as const), 'left', 'right', 'left'] as const;
  return [
    `${runs.length} runs, ${formatTime(runs[0]?.startedAt ?? '')} to ${formatTime(runs.at(-1)?.startedAt ?? '')}: ${changesText(comparison)}`,
    '',
    ...padded([head, ...rows], aligned),
    '',
    ...cautions.map((caution) => `! ${caution}`),
    ...(differences.length === 0
      ? ['Parameters, programs and machine were the same.']
      : [`Different: ${differences.map(({ what }) => what).join(', ')}`]),
  ].join('\n');
}

function kpiCells(
  { kpi, values, changes }: ComparedKpi,
  shown: readonly number[],
  course: boolean,
): readonly string[] {
  const change = changes.at(-1) ?? null;
  return [
    kpi.title,
    formatTarget(kpi),
    ...shown.map((i) => valueText(values[i] ?? null)),
    change === null ? '—' : changeWord(change),
    change === null ? '' : differenceText(change, kpi.unit),
    ...(course ? [courseText(values)] : []),
  ];
}
