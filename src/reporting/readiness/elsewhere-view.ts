import type { Markup } from '../html.ts';
import { html } from '../html.ts';
import type { ReadinessFacts } from './facts.ts';

/** What would have to be known of a meeting platform to set it beside this one, and why it is not. */
const NOT_AVAILABLE = [
  [
    'Capacity of Jitsi, BigBlueButton, Galène, OpenVidu and others',
    'nobody has measured them with this load on these machines, and figures of their makers are of other loads',
  ],
  [
    'Features and market shares',
    'the catalogue holds prices with their sources, and no sourced list of features or customers',
  ],
  ['Quality at managed services', 'it was not measured here; only their prices and limits are known'],
] as const;

/** The same event at other providers and at managed services, by list prices with a source; what has none is named with the reason. */
export function elsewhereView({ priced: { comparison, bill } }: ReadinessFacts): Markup {
  const money = (amount: { toNumber(): number } | null): string =>
    amount === null ? 'not available' : `$${Math.round(amount.toNumber()).toLocaleString('en-US')}`;
  return html`<section aria-labelledby="elsewhere"><h2 id="elsewhere">The same event elsewhere</h2>
${
  comparison === null
    ? html`<p>Not available because this plan could not be priced elsewhere.</p>`
    : html`<table class="cards"><caption>Machines and traffic of a month at list price, and what services would charge for the same minutes. Dates and sources of each price are on the <a href="cost.html">page of the bill</a> and in <code>catalog/</code>.</caption><thead><tr><th scope="col">Where</th><th scope="col">Kind</th><th scope="col" class="number">A month</th><th scope="col">What to know</th></tr></thead><tbody>${comparison.selfHosted.map(
        (other) =>
          html`<tr><th scope="row">${other.title}${other.provider === bill.provider && ' (the plan’s)'}</th><td data-label="Kind">own machines</td><td data-label="A month" class="number">${other.bill.isAtLeast ? `at least ${money(other.bill.monthlyTotal)}` : money(other.bill.monthlyTotal)}</td><td data-label="What to know">${other.notes[0] ?? '—'}</td></tr>
`,
      )}${comparison.managed.map(({ offer, monthlyTotal, isAtLeast, limit }) => {
        const confidence = [
          ...new Set([offer.base, ...offer.meters].flatMap((row) => row?.confidence ?? [])),
        ];
        return html`<tr><th scope="row">${offer.title}</th><td data-label="Kind">managed service</td><td data-label="A month" class="number">${monthlyTotal !== null && isAtLeast && 'at least '}${money(monthlyTotal)}</td><td data-label="What to know">${monthlyTotal === null ? 'not available because a price is not published' : (limit ?? `confidence of the price: ${confidence.join(', ')}`)}</td></tr>
`;
      })}</tbody></table>`
}
<table class="plain"><caption>Not available</caption><thead><tr><th scope="col">What</th><th scope="col">Because</th></tr></thead><tbody>${NOT_AVAILABLE.map(([what, because]) => html`<tr><th scope="row">${what}</th><td>${because}</td></tr>`)}</tbody></table></section>`;
}
