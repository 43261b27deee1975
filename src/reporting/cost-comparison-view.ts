import { shortDollars } from '../pricing/money-text.ts';
import { barChart } from './bar-chart.ts';
import { type Curve, curveChart } from './curve-chart.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';

/** What the same event costs elsewhere. */
export interface CostComparison {
  readonly offers: readonly {
    readonly title: string;
    /** USD a month; null where it is not known. */
    readonly monthly: number | null;
    readonly note: string | null;
    readonly isOurs: boolean;
  }[];
  /** USD a month over hours of load a month. */
  readonly curves: readonly Curve[];
  /** Hours a month from which on running it oneself is cheaper than the cheapest service; null: at no number of hours. */
  readonly breakEvenHours: number | null;
}

export function costComparisonView({ offers, curves, breakEvenHours }: CostComparison): Markup {
  const known = offers.filter(({ monthly }) => monthly !== null);
  const finding = `${known.length} offers for the same event, cheapest first`;
  const bars = known
    .toSorted((a, b) => (a.monthly ?? 0) - (b.monthly ?? 0))
    .map(({ title, monthly, isOurs }) => ({
      label: title,
      value: monthly,
      text: shortDollars(monthly ?? 0),
      isEmphasised: isOurs,
    }));
  const curveFinding =
    breakEvenHours === null
      ? 'At no number of hours is running it oneself the cheapest'
      : `From ${breakEvenHours.toLocaleString('en-US', { maximumFractionDigits: 0 })} hours a month on, running it oneself is the cheapest`;
  return html`<section aria-labelledby="compare"><h2 id="compare">What others charge</h2><div class="charts">
<figure><figcaption>${finding}</figcaption>${barChart(bars, finding)}<details><summary>Data of each offer</summary><table class="plain"><caption>USD a month at list prices</caption><tbody>${offers.map(({ title, monthly, note }) => html`<tr><th scope="row">${title}${note !== null && html` <small>${note}</small>`}</th><td class="number">${monthly === null ? 'not known' : shortDollars(monthly)}</td></tr>`)}</tbody></table></details></figure>
${
  curves.length > 0 &&
  html`<figure><figcaption>${curveFinding}</figcaption>${curveChart({
    curves,
    x: { title: 'hours of load a month', text: String },
    y: { title: 'USD a month', text: shortDollars },
    finding: curveFinding,
  })}</figure>`
}</div></section>`;
}
