import type { Run } from '../results/run.ts';
import type { ComparedKpi } from '../results/run-comparison.ts';
import { formatTarget } from '../results/verdict.ts';
import { formatQuantity } from '../units.ts';
import { extentOf, niceTicks, pathThrough, place, type Scale } from './chart-scale.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';

const WIDTH = 480;
const HEIGHT = 180;
const PLOT = { left: 66, right: WIDTH - 14, top: 14, bottom: HEIGHT - 24 };

/** A KPI's course in a sentence. */
export function trendFinding({ kpi, values }: ComparedKpi): string {
  const known = values.flatMap((value) =>
    value === null || value.measured === null ? [] : [value.measured],
  );
  const [first = null] = known;
  const last = known.at(-1) ?? null;
  if (first === null || last === null) return `${kpi.title}: no run has a value`;
  const text = (value: number): string => formatQuantity(value, kpi.unit);
  return `${kpi.title}: ${text(first)} at first, ${text(last)} at last (${known.length} runs, target ${formatTarget(kpi)})`;
}

/** One KPI over runs: values with their 95 % intervals, and the target. Runs stand at equal distances, whenever they were made. */
export function trendChart(compared: ComparedKpi, runs: readonly Run[]): Markup {
  const { kpi, values } = compared;
  const points = values.flatMap((value, i) =>
    value === null || value.measured === null
      ? []
      : [{ i, value: value.measured, low: value.interval?.[0] ?? null, high: value.interval?.[1] ?? null }],
  );
  const { most } = extentOf([kpi.target, ...points.map(({ value, high }) => Math.max(value, high ?? value))]);
  const ticks = niceTicks(kpi.unit === '%' && most <= 100 ? 100 : most * 1.02, 4);
  const x: Scale = { domain: [0, Math.max(1, runs.length - 1)], range: [PLOT.left + 12, PLOT.right - 12] };
  const y: Scale = { domain: [0, ticks.at(-1) ?? 1], range: [PLOT.bottom, PLOT.top] };
  const targetAt = place(y, kpi.target);
  const finding = trendFinding(compared);
  const day = (i: number): string => (runs[i]?.startedAt ?? '').slice(5, 16).replace('T', ' ');
  const ends = runs.length > 1 ? [0, runs.length - 1] : [0];
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"><title>${finding}</title><desc>${runs.length} runs, oldest first; whiskers are 95 % intervals.</desc>
${ticks.map((tick) => html`<path class="grid" d="M${PLOT.left} ${place(y, tick)}H${PLOT.right}"/><text class="tick-y" x="${PLOT.left - 8}" y="${place(y, tick) + 4}">${formatQuantity(tick, kpi.unit)}</text>`)}
${ends.map((i) => html`<text class="tick-x" style="text-anchor:${i === 0 ? 'start' : 'end'}" x="${i === 0 ? PLOT.left : PLOT.right}" y="${HEIGHT - 6}">${day(i)}</text>`)}
<path class="target" d="M${PLOT.left} ${targetAt}H${PLOT.right}"/><text class="target-name" x="${PLOT.right - 4}" y="${targetAt - 5}">target ${formatTarget(kpi)}</text>
${points.map(({ i, low, high }) => low !== null && high !== null && high > low && html`<path class="axis" d="M${place(x, i)} ${place(y, low)}V${place(y, high)}"/>`)}
<path class="line" d="${pathThrough(
    points.map(({ i, value }) => [i, value] as const),
    x,
    y,
  )}"/>${points.map(({ i, value }) => html`<circle class="mark" cx="${place(x, i)}" cy="${place(y, value)}" r="3"/>`)}</svg>`;
}
