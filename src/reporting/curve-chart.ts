import type { Point, Scale } from './chart-scale.ts';
import { niceTicks, pathThrough, place } from './chart-scale.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';

const WIDTH = 480;
const HEIGHT = 240;
const PLOT = { left: 64, top: 24, bottom: HEIGHT - 38 };
/** From the end of the plot to a name, and a bold letter of it at 12 px. */
const NAME_GAP = 12;
const LETTER_WIDTH = 7.6;
/** Names of curves stand one below the other at least so far apart: 12 px text needs 14. */
const NAME_SPACING = 14;

export interface Curve {
  readonly name: string;
  readonly points: readonly Point[];
  /** A place on the curve worth a word, such as its break-even. */
  readonly mark?: { readonly at: Point; readonly text: string };
}

interface Axis {
  readonly title: string;
  text(value: number): string;
  /** Where the quantity has steps of its own, such as 24 hours; round ones otherwise. */
  readonly ticks?: readonly number[];
}

export interface CurveChart {
  readonly curves: readonly Curve[];
  readonly x: Axis;
  readonly y: Axis;
  /** What the chart shows, in a sentence. */
  readonly finding: string;
}

/** Round steps that reach from the smaller of zero and `min` to `max`. */
export function spanTicks(min: number, max: number, wanted: number): readonly number[] {
  const above = niceTicks(Math.max(max, -min) || 1, wanted);
  const step = (above[1] ?? 1) - (above[0] ?? 0);
  const from = Math.floor(Math.min(0, min) / step + 1e-9);
  const to = Math.max(from + 1, Math.ceil(max / step - 1e-9));
  return Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * step).toPrecision(12)));
}

/** Heights for labels that want to stand at `wanted`: in their order, no two nearer than the spacing, none below `bottom`. */
export function spreadLabels(wanted: readonly number[], bottom: number): readonly number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed = [...wanted];
  let previous = Number.NEGATIVE_INFINITY;
  for (const i of order) {
    previous = Math.max(wanted[i] ?? 0, previous + NAME_SPACING);
    placed[i] = previous;
  }
  let next = bottom + NAME_SPACING;
  for (const i of order.toReversed()) {
    next = Math.min(placed[i] ?? 0, next - NAME_SPACING);
    placed[i] = next;
  }
  return placed;
}

/** Up to five curves over one numeric axis; each bears its name at its end and a dash of its own, so that colour is not needed. */
export function curveChart({ curves, x: xAxis, y: yAxis, finding }: CurveChart): Markup {
  const points = curves.flatMap((curve) => curve.points);
  const xTicks = xAxis.ticks ?? spanTicks(0, Math.max(1, ...points.map(([px]) => px)), 6);
  const heights = points.map(([, py]) => py);
  const yTicks = spanTicks(Math.min(0, ...heights), Math.max(0, ...heights), 5);
  const longest = Math.max(0, ...curves.map(({ name }) => name.length));
  const right = Math.floor(WIDTH - NAME_GAP - longest * LETTER_WIDTH);
  const x: Scale = { domain: [0, xTicks.at(-1) ?? 1], range: [PLOT.left, right] };
  const y: Scale = { domain: [yTicks[0] ?? 0, yTicks.at(-1) ?? 1], range: [PLOT.bottom, PLOT.top] };
  const names = spreadLabels(
    curves.map(({ points: own }) => place(y, own.at(-1)?.[1] ?? 0)),
    PLOT.bottom,
  );
  return html`<svg class="chart curves" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"><title>${finding}</title><desc>${curves.map(({ name }) => name).join(', ')}: ${yAxis.title} over ${xAxis.title}.</desc>
<text class="axis-title" x="0" y="12">${yAxis.title}</text><text class="axis-title end" x="${right}" y="${HEIGHT - 4}">${xAxis.title}</text>
${yTicks.map((tick) => html`<path class="${tick === 0 ? 'axis' : 'grid'}" d="M${PLOT.left} ${place(y, tick)}H${right}"/><text class="tick-y" x="${PLOT.left - 8}" y="${place(y, tick) + 4}">${yAxis.text(tick)}</text>`)}
${xTicks.map((tick) => html`<text class="tick-x" x="${place(x, tick)}" y="${PLOT.bottom + 16}">${xAxis.text(tick)}</text>`)}
${curves.map((curve, i) => curveMarkup(curve, i, names[i] ?? 0, x, y))}</svg>`;
}

function curveMarkup(
  { name, points, mark }: Curve,
  index: number,
  nameAt: number,
  x: Scale,
  y: Scale,
): Markup {
  const series = `series-${index + 1}`;
  const last = points.at(-1);
  const lastX = place(x, last?.[0] ?? 0);
  const [, right] = x.range;
  const leader =
    last !== undefined &&
    html`<path class="leader" d="M${lastX} ${place(y, last[1])}L${right + 8} ${nameAt}"/>`;
  const dot =
    mark !== undefined &&
    html`<circle class="mark ${series}" cx="${place(x, mark.at[0])}" cy="${place(y, mark.at[1])}" r="3.5"><title>${mark.text}</title></circle>`;
  return html`${leader}<path class="line ${series}" d="${pathThrough(points, x, y)}"/>${dot}<text class="name ${series}" x="${right + NAME_GAP}" y="${nameAt + 4}">${name}</text>
`;
}
