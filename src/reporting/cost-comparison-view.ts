import { shortMoney } from '../pricing/money-text.ts';
import { barChart } from './bar-chart.ts';
import type { CostComparison } from './cost-comparison.ts';
import { curveChart } from './curve-chart.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';

export function costComparisonView({
  currency,
  offers,
  curves,
  finding: curveFinding,
}: CostComparison): Markup {
  const short = (amount: number): string => shortMoney(amount, currency);
  const known = offers.filter(({ monthly }) => monthly !== null);
  const finding = `${known.length} offers for the same event, cheapest first`;
  const bars = known
    .toSorted((a, b) => (a.monthly ?? 0) - (b.monthly ?? 0))
    .map(({ title, monthly, isOurs }) => ({
      label: title,
      value: monthly,
      text: short(monthly ?? 0),
      isEmphasised: isOurs,
    }));
  return html`<section aria-labelledby="compare"><h2 id="compare">What others charge</h2><div class="charts">
<figure><figcaption>${finding}</figcaption>${barChart(bars, finding)}<details><summary>Data of each offer</summary><table class="plain"><caption>${currency} a month at list prices</caption><tbody>${offers.map(({ title, monthly, note }) => html`<tr><th scope="row">${title}${note !== null && html` <small>${note}</small>`}</th><td class="number">${monthly === null ? 'not known' : short(monthly)}</td></tr>`)}</tbody></table></details></figure>
${
  curves.length > 0 &&
  html`<figure><figcaption>${curveFinding}</figcaption>${curveChart({
    curves,
    x: { title: 'hours of load a month', text: String, ticks: [0, 146, 292, 438, 584, 730] },
    y: { title: `${currency} a month`, text: short },
    finding: curveFinding,
  })}</figure>`
}</div></section>`;
}
