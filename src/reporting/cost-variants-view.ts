import type { Bill } from '../pricing/bill.ts';
import type { Lever } from '../pricing/bill-levers.ts';
import type { Variant } from '../pricing/variants.ts';
import { amountText } from './cost-bill-view.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';

/** Other ways to buy the same, and where to save: what the terminal shows of them, on the page. */
export function costVariantsView(
  variants: readonly Variant[],
  levers: readonly Lever[],
  { currency }: Pick<Bill, 'currency'>,
): Markup {
  return html`<section aria-labelledby="save"><h2 id="save">Other ways to buy it, and where to save</h2>
<table class="cards"><caption>The same event, bought otherwise.</caption><thead><tr><th scope="col">Way</th><th scope="col" class="number">A month</th><th scope="col" class="number">Saves</th></tr></thead><tbody>${variants.map((variant) => variantRow(variant, currency))}</tbody></table>
<table class="cards"><caption>What each measure can touch at most; a plan with it tells what it saves.</caption><thead><tr><th scope="col">Where</th><th scope="col" class="number">At stake a month</th><th scope="col">What to do</th></tr></thead><tbody>${levers.map(
    ({ title, atStake, advice }) =>
      html`<tr><th scope="row">${title}</th><td data-label="At stake" class="number">${amountText(atStake, currency, 0)}</td><td data-label="What to do"><span>${advice}</span></td></tr>
`,
  )}</tbody></table></section>`;
}

function variantRow(
  { title, monthlyTotal, saving, note, evidence }: Variant,
  currency: Bill['currency'],
): Markup {
  const cost = evidence === 'not-offered' ? 'not sold' : amountText(monthlyTotal, currency, 0);
  return html`<tr><th scope="row">${title}${evidence === 'claimed' && ' (claimed)'} <small>${note}</small></th><td data-label="A month" class="number">${cost}</td><td data-label="Saves" class="number">${saving?.gt(0) ? amountText(saving, currency, 0) : '–'}</td></tr>
`;
}
