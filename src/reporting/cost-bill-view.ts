import type Big from 'big.js';
import { type Bill, type BillLine, totalByPart } from '../pricing/bill.ts';
import type { CatalogueRow } from '../pricing/catalogue-lookup.ts';
import { dollars } from '../pricing/money-text.ts';
import { barChart } from './bar-chart.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';

const PART_TITLES: Readonly<Record<BillLine['part'], string>> = {
  traffic: 'Traffic',
  media: 'Media servers',
  api: 'API servers',
  data: 'Databases',
  edge: 'Edge',
  monitoring: 'Monitoring',
  storage: 'Storage',
  platform: 'Platform',
};

const SIGNS: Readonly<Record<Bill['currency'], string>> = { USD: '$', EUR: '€' };

/** An amount in the bill's currency: `$72,050.00`; words where it is not known. */
export function amountText(amount: Big | null, currency: Bill['currency'], decimals = 2): string {
  if (amount === null) return 'not known';
  return dollars(amount.toFixed(decimals)).replace('$', SIGNS[currency]);
}

const shareText = (part: Big, whole: Big): string =>
  whole.gt(0) ? `${part.div(whole).times(100).toFixed(0)} %` : '0 %';

function quantityText(quantity: Big): string {
  return quantity.toNumber().toLocaleString('en-US', { maximumFractionDigits: 2 });
}

/** Prices below a cent keep their digits: $0.01 a GiB and $0.0004 a minute are not the same. */
function priceText(price: Big | null, currency: Bill['currency']): string {
  if (price === null) return 'not known';
  return amountText(price, currency, price.gt(0) && price.lt(0.1) ? 4 : 2);
}

/** What the bill is made of, at a glance and line by line. */
export function costBillView(bill: Bill): Markup {
  const { currency, monthlyTotal } = bill;
  const parts = totalByPart(bill);
  const [dearest] = parts;
  const finding =
    dearest === undefined
      ? 'The bill has no lines'
      : `${PART_TITLES[dearest.part]} is ${shareText(dearest.amount, monthlyTotal)} of the bill`;
  const bars = parts.map(({ part, amount }, i) => ({
    label: PART_TITLES[part],
    value: amount.toNumber(),
    text: amountText(amount, currency, 0),
    isEmphasised: i === 0,
  }));
  return html`<section aria-labelledby="bill"><h2 id="bill">The bill of a month</h2>
<figure class="wide" tabindex="0"><figcaption>${finding}</figcaption>${barChart(bars, finding)}</figure>
<table class="cards lines"><caption>Every line is rounded to the cent; the total is their sum. ${bill.isAtLeast && 'A price is missing, so this is what it costs at least.'}</caption>
<thead><tr><th scope="col">What</th><th scope="col" class="number">Quantity</th><th scope="col" class="number">Price</th><th scope="col" class="number">Amount</th><th scope="col">Known</th></tr></thead>
<tbody>${bill.lines.map((line) => lineRow(line, currency))}
<tr class="total"><th scope="row">${bill.isAtLeast ? 'Total, at least' : 'Total'}</th><td></td><td></td><td data-label="Amount" class="number"><b>${amountText(monthlyTotal, currency)}</b></td><td></td></tr></tbody></table></section>`;
}

function lineRow(line: BillLine, currency: Bill['currency']): Markup {
  return html`<tr><th scope="row">${line.title}${line.note !== null && html` <small>${line.note}</small>`}</th>
<td data-label="Quantity" class="number">${quantityText(line.quantity)} <small>${line.unit}</small></td>
<td data-label="Price" class="number">${priceText(line.unitPrice, currency)}</td>
<td data-label="Amount" class="number">${amountText(line.amount, currency)}</td>
<td data-label="Known">${line.basis}</td></tr>
`;
}

/** Only such addresses become links; anything else that a catalogue may hold is shown as text. */
const isWebAddress = (url: string): boolean => /^https?:\/\//.test(url);

function sourceCell({ source }: CatalogueRow): Markup {
  const { url, title, quote } = source;
  const name =
    url !== null && isWebAddress(url) ? html`<a href="${url}" rel="noreferrer">${title}</a>` : html`${title}`;
  return html`${name}${quote !== null && html` <small>“${quote}”</small>`}`;
}

/** Where each price was read, and how far to trust it. */
export function costSourcesView(bill: Bill, warnings: readonly string[]): Markup {
  const rows = [...new Set(bill.lines.flatMap(({ row }) => (row === null ? [] : [row])))];
  return html`<section aria-labelledby="sources"><h2 id="sources">Where the prices come from</h2>
${warnings.length > 0 && html`<ul class="findings">${warnings.map((warning) => html`<li class="finding warning">${warning}</li>`)}</ul>`}
<table class="cards"><caption>List prices, as ${bill.provider} or those who watch it publish them.</caption><thead><tr><th scope="col">Price</th><th scope="col">Source</th><th scope="col">Held on</th><th scope="col">Confidence</th></tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr><th scope="row">${row.sku}</th><td data-label="Source">${sourceCell(row)}</td><td data-label="Held on">${row.asOf ?? `read ${row.source.readAt}`}</td><td data-label="Confidence">${row.confidence}</td></tr>
`,
  )}</tbody></table></section>`;
}
