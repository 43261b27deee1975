import type { Phase, Series } from '../results/run.ts';
import type { Unit } from '../units.ts';
import { formatNumber, formatQuantity } from '../units.ts';
import type { Scale } from './chart-scale.ts';
import { decimate, extentOf, niceTicks, pathThrough, place, timeTicks } from './chart-scale.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';

const WIDTH = 480;
const HEIGHT = 200;
const PLOT = { left: 66, right: WIDTH - 8, top: 22, bottom: HEIGHT - 24 };
const POINTS_MAX = 80;

export interface TargetLine {
  readonly value: number;
  readonly label: string;
}

export interface LineChart {
  readonly series: Series;
  readonly phases: readonly Phase[];
  readonly runStartedAtMs: number;
  readonly target: TargetLine | null;
  /** What the chart shows, in a sentence: its name for those who do not see it. */
  readonly finding: string;
}

/** Names of phases need room: below this width a band stays without one. */
const BAND_LABEL_WIDTH_MIN = 30;

function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Every second phase is shaded, and the hold phase always: what is not shaded needs no shape. */
function phaseBands(phases: readonly Phase[], originMs: number, x: Scale): readonly Markup[] {
  return phases.map((phase, i) => {
    const left = place(x, Date.parse(phase.startedAt) - originMs);
    const width = Math.max(0, Math.round((place(x, Date.parse(phase.endedAt) - originMs) - left) * 10) / 10);
    const label =
      width >= BAND_LABEL_WIDTH_MIN &&
      html`<text class="band-name" x="${Math.round(left + width / 2)}" y="14">${phase.name}</text>`;
    const isHold = phase.name === 'hold';
    const shade =
      (isHold || i % 2 === 1) &&
      html`<path class="band${isHold && ' hold'}" d="M${left} ${PLOT.top}h${width}V${PLOT.bottom}h-${width}z"/>`;
    return html`${shade}${label}`;
  });
}

/** Room is scarce beside the axis: what counts things goes without its unit, which the caption states. */
function tickText(value: number, unit: Unit): string {
  return unit === 'packets/s' || unit === '1/s' || value === 0
    ? formatNumber(value)
    : formatQuantity(value, unit);
}

function grid(ticks: readonly number[], y: Scale, unit: Unit): readonly Markup[] {
  return ticks.map((tick) => {
    const at = place(y, tick);
    return html`<path class="grid" d="M${PLOT.left} ${at}H${PLOT.right}"/><text class="tick-y" x="${PLOT.left - 8}" y="${at + 4}">${tickText(tick, unit)}</text>`;
  });
}

/** A target far above the data would press the line flat: it is drawn only if the data reach a quarter of it. */
export function showsTarget(target: TargetLine | null, dataMax: number): target is TargetLine {
  return target !== null && dataMax >= target.value / 4;
}

/** One quantity over time, with the phases of the run behind it and the target as a dashed line. */
export function lineChart(chart: LineChart): Markup {
  const { series, phases, runStartedAtMs, target, finding } = chart;
  const points = series.points.map(([t, value]) => [t - runStartedAtMs, value] as const);
  const ends = phases.map((phase) => Date.parse(phase.endedAt) - runStartedAtMs);
  const spanMs = Math.max(1000, extentOf(points.map(([t]) => t)).most, ...ends);
  const dataMax = Math.max(0, extentOf(points.map(([, value]) => value)).most);
  const withTarget = showsTarget(target, dataMax);
  const highest = Math.max(dataMax, withTarget ? target.value : 0);
  // A share ends at 100 %: an axis that goes on would promise more.
  const top = series.unit === '%' && highest <= 100 ? Math.min(100, highest * 1.05) : highest * 1.05;
  const ticks = niceTicks(top, 4);
  const x: Scale = { domain: [0, spanMs], range: [PLOT.left, PLOT.right] };
  const y: Scale = { domain: [0, ticks.at(-1) ?? 1], range: [PLOT.bottom, PLOT.top] };
  const targetAt = withTarget ? place(y, target.value) : 0;
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"><title>${finding}</title><desc>Line over time, from 0 to ${clock(spanMs)} minutes; the phases of the run are marked.</desc>
${phaseBands(phases, runStartedAtMs, x)}${grid(ticks, y, series.unit)}
${timeTicks(spanMs, 5).map((tick) => html`<text class="tick-x" x="${place(x, tick)}" y="${HEIGHT - 6}">${clock(tick)}</text>`)}
${withTarget && html`<path class="target" d="M${PLOT.left} ${targetAt}H${PLOT.right}"/><text class="target-name" x="${PLOT.right - 4}" y="${targetAt - 5}">${target.label}</text>`}
<path class="line" d="${pathThrough(decimate(points, POINTS_MAX), x, y)}"/></svg>`;
}
