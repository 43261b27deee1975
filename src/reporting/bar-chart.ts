import type { Scale } from './chart-scale.ts';
import { place } from './chart-scale.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';

/** A chart with long labels is wider, so that its bars can still be told apart. */
const WIDTH = { least: 480, ofBars: 160 } as const;
const ROW_HEIGHT = 26;
/** A bold letter at 12 px, on average; a label takes what the longest needs, up to 34 letters, and a value what it needs. */
const LETTER_WIDTH = 7.6;
const LABEL_CHARACTERS = 34;
const GAP = 8;

export interface Bar {
  readonly label: string;
  /** Null where it is not known: the bar is left out and the text says so. */
  readonly value: number | null;
  readonly text: string;
  readonly isEmphasised?: boolean;
}

/** A text cut to what fits, with an ellipsis; the whole of it stays in the element's title. */
export const fitted = (text: string, characters: number): string =>
  text.length <= characters ? text : `${text.slice(0, characters - 1).trimEnd()}…`;

/** Bars from zero, one below the other, each with its label before and its value behind. `finding` says it in words. */
export function barChart(bars: readonly Bar[], finding: string): Markup {
  const height = bars.length * ROW_HEIGHT + 4;
  const longest = Math.max(0, ...bars.map(({ value }) => value ?? 0));
  const widest = (texts: readonly string[]): number =>
    GAP + LETTER_WIDTH * Math.min(LABEL_CHARACTERS, Math.max(0, ...texts.map(({ length }) => length)));
  const start = widest(bars.map(({ label }) => label));
  const valueWidth = widest(bars.map(({ text }) => text));
  const width = Math.max(WIDTH.least, Math.ceil(start + WIDTH.ofBars + valueWidth));
  const x: Scale = { domain: [0, longest || 1], range: [start, width - valueWidth] };
  return html`<svg class="chart bars" viewBox="0 0 ${width} ${height}" role="img"><title>${finding}</title><desc>${bars.length} bars from zero.</desc>
${bars.map((bar, i) => barRow(bar, i * ROW_HEIGHT + 2, x))}
<path class="axis" d="M${start} 0V${height}"/></svg>`;
}

function barRow({ label, value, text, isEmphasised }: Bar, top: number, x: Scale): Markup {
  const end = place(x, value ?? 0);
  const [start] = x.range;
  const width = Math.round((end - start) * 10) / 10;
  return html`<g class="row${isEmphasised === true ? ' emphasised' : ''}"><title>${label}: ${text}</title><text class="tick-y" x="${start - GAP}" y="${top + 16}">${fitted(label, LABEL_CHARACTERS)}</text>${
    value !== null &&
    html`<rect class="bar" x="${start}" y="${top + 3}" width="${Math.max(0, width)}" height="${ROW_HEIGHT - 8}"/>`
  }<text class="value" x="${end + 6}" y="${top + 16}">${text}</text></g>
`;
}
