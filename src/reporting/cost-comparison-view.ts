import { shortMoney } from '../pricing/money-text.ts';
import { barChart } from './bar-chart.ts';
import type { CostComparison } from './cost-comparison.ts';
import { curveChart } from './curve-chart.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';

/** `at least $1.2 M`, `$40 k to $72 k`, and a star where the offer is too small for the event. */
function priceText(
  { monthly, isAtLeast, lowest, limit }: CostComparison['offers'][number],
  short: (amount: number) => string,
): string {
  const from = lowest === null ? '' : `${short(lowest)} to `;
  return `${isAtLeast ? 'at least ' : ''}${from}${short(monthly ?? 0)}${limit === null ? '' : ' *'}`;
}

export function costComparisonView({
  currency,
  offers,
  curves,
  finding: curveFinding,
}: CostComparison): Markup {
  const short = (amount: number): string => shortMoney(amount, currency);
  const known = offers.filter(({ monthly }) => monthly !== null);
  const finding = `${known.length} offers for the same event, by what is known of their price`;
  const bars = known
    .toSorted((a, b) => (a.monthly ?? 0) - (b.monthly ?? 0))
    .map((offer) => ({
      label: offer.title,
      value: offer.monthly,
      text: priceText(offer, short),
      isEmphasised: offer.isOurs,
    }));
  const limits = known.flatMap(({ title, limit }) => (limit === null ? [] : [`${title}: ${limit}`]));
  return html`<section aria-labelledby="compare"><h2 id="compare">What others charge</h2><div class="charts">
<figure tabindex="0"><figcaption>${finding}${limits.length > 0 && html` <small>* ${limits.join('; ')}.</small>`}</figcaption>${barChart(bars, finding)}<details><summary>Data of each offer</summary><table class="plain"><caption>${currency} a month at list prices</caption><tbody>${offers.map((offer) => html`<tr><th scope="row">${offer.title}${offer.note !== null && html` <small>${offer.note}</small>`}</th><td class="number">${offer.monthly === null ? 'not known' : priceText(offer, short)}</td></tr>`)}</tbody></table></details></figure>
${
  curves.length > 0 &&
  html`<figure tabindex="0"><figcaption>${curveFinding}</figcaption>${curveChart({
    curves,
    x: { title: 'hours of load a month', text: String, ticks: [0, 146, 292, 438, 584, 730] },
    y: { title: `${currency} a month`, text: short },
    finding: curveFinding,
  })}</figure>`
}</div></section>`;
}
