import type { PlanChange, PlanDiff } from '../../planning/plan-diff.ts';
import { padded } from '../../reporting/text-table.ts';
import { formatNumber } from '../../units.ts';
import { lineText } from './line-text.ts';

type Measured = PlanDiff['lines'][number];

/** What changed, from the headline to the pods; single lines are counted, the JSON document has them all. */
export function planDiffView([before, after]: readonly [string, string], diff: PlanDiff): string {
  const sections = [
    section('Headline', diff.totals.map(measured)),
    section('Nodes', diff.pools.map(described)),
    section('Pods', diff.workloads.map(described)),
    section('Paid for', diff.resources.map(measured)),
  ].filter((lines) => lines.length > 0);
  if (sections.length === 0) return `${before} and ${after} plan the same.`;
  const count = `${formatNumber(diff.lines.length)} lines differ; --json has each of them.`;
  return [`${before} → ${after}`, ...sections.flatMap((lines) => ['', ...lines]), '', count].join('\n');
}

const section = (title: string, rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0
    ? []
    : [title, ...padded(rows, ['left', 'left', 'left', 'left', 'right']).map((line) => `  ${line}`)];

function measured({ id, before, after }: Measured): readonly string[] {
  const shown = (measure: Measured['before']): string =>
    measure === null ? 'none' : lineText(measure.value, measure.unit);
  const isComparable = before !== null && after !== null && before.value !== 0;
  const change = isComparable ? (100 * (after.value - before.value)) / before.value : null;
  const percent = change === null ? '' : `${change > 0 ? '+' : ''}${formatNumber(change)} %`;
  return [id, shown(before), '→', shown(after), percent];
}

const described = ({ id, before, after }: PlanChange<string>): readonly string[] => [
  id,
  before ?? 'none',
  '→',
  after ?? 'none',
];
