import { shortDollars } from '../pricing/money-text.ts';
import type { Sensitivity, TwoWayTable } from '../pricing/sensitivity.ts';
import type { CostRange } from '../pricing/simulate-cost.ts';
import { type Curve, curveChart } from './curve-chart.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';
import { tornadoChart } from './tornado-chart.ts';

function tornadoFigure({ base, tornado }: Sensitivity): Markup {
  const bars = tornado.flatMap(({ title, text, low, high }, i) =>
    low === null || high === null || i >= BARS_MAX
      ? []
      : [{ label: title, inputText: `${text.low} … ${text.high}`, low, high }],
  );
  const left = tornado.length - bars.length;
  const [widest] = bars;
  const finding =
    widest === undefined
      ? 'No input moves the bill'
      : `${widest.label}, ${widest.inputText}, moves the bill most: ${shortDollars(Math.min(widest.low, widest.high))} to ${shortDollars(Math.max(widest.low, widest.high))} a month`;
  const rows = tornado.map(
    ({ title, text, low, high }) =>
      html`<tr><th scope="row">${title}</th><td>${text.low} … ${text.base} … ${text.high}</td><td class="number">${costText(low)}</td><td class="number">${costText(high)}</td></tr>`,
  );
  return html`<figure tabindex="0"><figcaption>${finding}${left > 0 && html` <small>${left} more ${left === 1 ? 'input moves' : 'inputs move'} it less, or fit no node; the data has all ${tornado.length}.</small>`}</figcaption>${tornadoChart(bars, base, shortDollars, finding)}<details><summary>Data of each input</summary><table class="plain"><caption>One input at a time, all others at their base, USD a month</caption><thead><tr><th scope="col">Input</th><th scope="col">Low … base … high</th><th scope="col" class="number">At low</th><th scope="col" class="number">At high</th></tr></thead><tbody>${rows}</tbody></table></details></figure>`;
}

const costText = (cost: number | null): string => (cost === null ? 'no node fits' : shortDollars(cost));

const HOURS = [0, 4, 8, 12, 16, 20, 24];

/** A chart of more rows than this has rows in which nothing is to be seen; the data below it has them all. */
const BARS_MAX = 10;

/** Each row of the table as a curve over the hours; what fits no node has no point. */
function curvesOf({ tiles, hoursPerDay, cells }: TwoWayTable): readonly Curve[] {
  return tiles.flatMap((count, i) => {
    const points = hoursPerDay.flatMap((hours, j) => {
      const cost = cells[i]?.[j] ?? null;
      return cost === null ? [] : [[hours, cost] as const];
    });
    return points.length > 1 ? [{ name: `${count} tiles`, points }] : [];
  });
}

function useFigure(table: TwoWayTable): Markup {
  const finding = 'Cost grows with the hours of load a day, the faster the more tiles each person sees';
  const chart = curveChart({
    curves: curvesOf(table),
    x: { title: 'hours of load a day', text: String, ticks: HOURS },
    y: { title: 'USD a month', text: shortDollars },
    finding,
  });
  return html`<figure tabindex="0"><figcaption>${finding}</figcaption>${chart}<details open><summary>Data of tiles and hours</summary><table class="plain money"><caption>USD a month</caption><thead><tr><th scope="col">Small tiles</th>${table.hoursPerDay.map((hours) => html`<th scope="col" class="number">${hours} h</th>`)}</tr></thead><tbody>${table.tiles.map(
    (tiles, i) =>
      html`<tr><th scope="row">${tiles}</th>${(table.cells[i] ?? []).map((cost) => html`<td class="number">${costText(cost)}</td>`)}</tr>`,
  )}</tbody></table></details></figure>`;
}

/** What moves the bill, and how far it may be off when everything is. */
export function costSensitivityView(sensitivity: Sensitivity, range: CostRange | null): Markup {
  return html`<section aria-labelledby="moves"><h2 id="moves">What moves it</h2>
${
  range !== null &&
  html`<p class="lede">Of ${range.samples.toLocaleString('en-US')} draws of every uncertain input, one in ten costs less than ${shortDollars(range.p10)} a month, half less than ${shortDollars(range.p50)}, one in ten more than ${shortDollars(range.p90)}.</p>`
}<div class="charts">${tornadoFigure(sensitivity)}${useFigure(sensitivity.twoWay)}</div></section>`;
}
