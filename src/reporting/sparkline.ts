import type { KpiResult } from '../results/verdict.ts';
import { formatTarget } from '../results/verdict.ts';
import { formatQuantity } from '../units.ts';
import { pathThrough, place, type Scale } from './chart-scale.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';

const WIDTH = 108;
const HEIGHT = 22;

/**
 * A KPI over several runs, oldest first, as a line a word high that ends in a dot; the target is dashed where it lies near enough to
 * show without pressing the line flat. Null where fewer than two runs have a value.
 */
export function sparkline(values: readonly (KpiResult | null)[]): Markup | null {
  const points = values.flatMap((kpi, i) =>
    kpi === null || kpi.measured === null ? [] : [[i, kpi.measured] as const],
  );
  const newest = values.findLast((kpi) => kpi !== null && kpi.measured !== null);
  const last = points.at(-1);
  const [first] = points;
  if (
    newest === undefined ||
    newest === null ||
    last === undefined ||
    first === undefined ||
    points.length < 2
  )
    return null;
  const heights = points.map(([, value]) => value);
  const [least, most] = [Math.min(...heights), Math.max(...heights)];
  const reach = Math.max(most - least, Math.abs(most) * 0.05) || 1;
  const near = newest.target >= least - 2 * reach && newest.target <= most + 2 * reach;
  const bottom = near ? Math.min(least, newest.target) : least;
  const top = near ? Math.max(most, newest.target) : most;
  const flat = top - bottom < 1e-9 ? Math.abs(top) * 0.5 || 1 : 0;
  const x: Scale = { domain: [0, Math.max(1, values.length - 1)], range: [4, WIDTH - 4] };
  const y: Scale = { domain: [bottom - flat, top + flat], range: [HEIGHT - 4, 4] };
  const text = (value: number): string => formatQuantity(value, newest.unit);
  const finding = `${points.length} runs: ${text(first[1])} at first, ${text(last[1])} at last, target ${formatTarget(newest)}`;
  return html`<svg class="spark" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"><title>${finding}</title>${
    near && html`<path class="target" d="M0 ${place(y, newest.target)}H${WIDTH}"/>`
  }<path class="line" d="${pathThrough(points, x, y)}"/><circle cx="${place(x, last[0])}" cy="${place(y, last[1])}" r="3"/></svg>`;
}
