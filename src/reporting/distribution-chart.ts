import type { Histogram } from '../results/histogram.ts';
import { bucketBounds } from '../results/histogram.ts';
import { formatQuantity } from '../units.ts';
import type { Point, Scale } from './chart-scale.ts';
import { decimate, niceTicks, pathThrough, place } from './chart-scale.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';
import type { TargetLine } from './line-chart.ts';
import { showsTarget } from './line-chart.ts';

const WIDTH = 480;
const HEIGHT = 200;
const PLOT = { left: 52, right: WIDTH - 22, top: 12, bottom: HEIGHT - 24 };
const POINTS_MAX = 52;
const US_PER_MS = 1000;

/** Beyond this quantile the tail is cut: a single straggler must not squeeze everybody else into the corner. */
const SHOWN_QUANTILE = 0.999;

/** Points (ms, share in %) of the empirical distribution: which share of all values is at most so large. */
function cumulativeShares(histogram: Histogram): readonly Point[] {
  let seen = 0;
  return histogram.buckets().map(([index, n]) => {
    seen += n;
    return [bucketBounds(index).high / US_PER_MS, (100 * seen) / histogram.count] as const;
  });
}

function marker(histogram: Histogram, quantile: number, x: Scale, y: Scale): Markup {
  const ms = (histogram.quantileUs(quantile) ?? 0) / US_PER_MS;
  const [px, py] = [place(x, ms), place(y, 100 * quantile)];
  const toLeft = px > WIDTH - 150;
  const anchor = toLeft ? 'end' : 'start';
  return html`<circle class="mark" cx="${px}" cy="${py}" r="3.5"/><text class="mark-name" text-anchor="${anchor}" x="${px + (toLeft ? -9 : 9)}" y="${py + 14}">p${Math.round(quantile * 100)} ${formatQuantity(ms, 'ms')}</text>`;
}

/** Cumulative distribution of a latency: the height at x is the share of values of at most x. `finding` says it in words. */
export function distributionChart(histogram: Histogram, target: TargetLine | null, finding: string): Markup {
  const shownMs = (histogram.quantileUs(SHOWN_QUANTILE) ?? 0) / US_PER_MS;
  const withTarget = showsTarget(target, shownMs);
  const ticks = niceTicks(Math.max(shownMs, withTarget ? target.value : 0) * 1.02, 5);
  const x: Scale = { domain: [0, ticks.at(-1) ?? 1], range: [PLOT.left, PLOT.right] };
  const y: Scale = { domain: [0, 100], range: [PLOT.bottom, PLOT.top] };
  const shown = cumulativeShares(histogram).filter(([ms]) => ms <= x.domain[1]);
  const start: Point = [shown[0]?.[0] ?? 0, 0];
  const targetAt = withTarget ? place(x, target.value) : 0;
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"><title>${finding}</title><desc>Cumulative distribution of ${histogram.count.toLocaleString('en-US')} values; the curve rises to 100 %.</desc>
${[0, 25, 50, 75, 100].map((share) => html`<path class="grid" d="M${PLOT.left} ${place(y, share)}H${PLOT.right}"/><text class="tick-y" x="${PLOT.left - 8}" y="${place(y, share) + 4}">${share} %</text>`)}
${ticks.map((tick) => html`<text class="tick-x" x="${place(x, tick)}" y="${HEIGHT - 6}">${tick === 0 ? '0' : formatQuantity(tick, 'ms')}</text>`)}
${withTarget && html`<path class="target" d="M${targetAt} ${PLOT.top}V${PLOT.bottom}"/><text class="target-name" x="${targetAt - 5}" y="${PLOT.bottom - 8}">${target.label}</text>`}
<path class="line" d="${pathThrough([start, ...decimate(shown, POINTS_MAX)], x, y)}"/>
${[0.5, 0.95].map((quantile) => marker(histogram, quantile, x, y))}</svg>`;
}
