import { fitted } from './bar-chart.ts';
import type { Scale } from './chart-scale.ts';
import { place } from './chart-scale.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';

const WIDTH = 480;
const ROW_HEIGHT = 34;
const HEAD = 20;
const LABEL_WIDTH = 200;
/** On both sides of the bars: `$1.08 M` at 12 px takes about 52. */
const VALUE_WIDTH = 60;
/** At 7 px each. */
const LABEL_CHARACTERS = 27;

/** One input at its low and high value, all others at their base, and what each makes of the result. */
export interface TornadoBar {
  readonly label: string;
  /** `9 … 49 tiles`. */
  readonly inputText: string;
  readonly low: number;
  readonly high: number;
}

/**
 * What each input alone does to a result, the widest first. The lighter half of a bar is the input's low value, the darker
 * half its high one; the line through all of them is the result with every input at its base.
 */
export function tornadoChart(
  bars: readonly TornadoBar[],
  base: number,
  text: (value: number) => string,
  finding: string,
): Markup {
  const sorted = bars.toSorted((a, b) => Math.abs(b.high - b.low) - Math.abs(a.high - a.low));
  const ends = [base, ...bars.flatMap(({ low, high }) => [low, high])];
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const x: Scale = {
    domain: [least, most > least ? most : least + 1],
    range: [LABEL_WIDTH + VALUE_WIDTH, WIDTH - VALUE_WIDTH],
  };
  const height = HEAD + sorted.length * ROW_HEIGHT;
  const baseAt = place(x, base);
  return html`<svg class="chart tornado" viewBox="0 0 ${WIDTH} ${height}" role="img"><title>${finding}</title><desc>${sorted.length} inputs, the one that matters most first; all others stay at their base.</desc>
<text class="tick-x" x="${baseAt}" y="12">${text(base)}</text>
${sorted.map((bar, i) => tornadoRow(bar, HEAD + i * ROW_HEIGHT, baseAt, x, text))}
<path class="axis" d="M${baseAt} ${HEAD - 4}V${height}"/></svg>`;
}

function tornadoRow(
  { label, inputText, low, high }: TornadoBar,
  top: number,
  baseAt: number,
  x: Scale,
  text: (value: number) => string,
): Markup {
  const half = (value: number, name: string): Markup => {
    const [from, to] = [place(x, value), baseAt].sort((a, b) => a - b) as [number, number];
    return html`<rect class="${name}" x="${from}" y="${top + 6}" width="${Math.round((to - from) * 10) / 10}" height="16"/>`;
  };
  const [left, right] = low <= high ? [low, high] : [high, low];
  return html`<g class="row"><title>${label}, ${inputText}: ${text(low)} … ${text(high)}</title><text class="tick-y label" x="${LABEL_WIDTH - 8}" y="${top + 12}">${fitted(label, LABEL_CHARACTERS)}</text><text class="tick-y" x="${LABEL_WIDTH - 8}" y="${top + 26}">${fitted(inputText, LABEL_CHARACTERS)}</text>${half(low, 'low')}${half(high, 'high')}<text class="tick-y" x="${Math.min(place(x, left), baseAt) - 5}" y="${top + 18}">${text(left)}</text><text class="value" x="${Math.max(place(x, right), baseAt) + 5}" y="${top + 18}">${text(right)}</text></g>
`;
}
