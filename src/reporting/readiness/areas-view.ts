import type { Markup } from '../html.ts';
import { html } from '../html.ts';
import { statusBadge } from '../status-view.ts';
import type { Area, Evidence } from './area.ts';
import type { Risk } from './risks.ts';

const evidenceLink = ({ text, href }: Evidence): Markup =>
  href === null ? html`<span>${text}</span>` : html`<a href="${href}">${text}</a>`;

const areaRow = ({ id, title, status, because, evidence, next }: Area): Markup =>
  html`<tr id="area-${id}"><th scope="row">${title}</th><td data-label="Verdict">${statusBadge(status)}</td><td data-label="Because"><span>${because}</span>${next !== null && html` <small>Next: <code>${next}</code></small>`}</td><td data-label="Evidence">${evidence.length === 0 ? '—' : evidence.map((each, i) => html`${i > 0 && html`<br>`}${evidenceLink(each)}`)}</td></tr>
`;

/** One verdict for each area, with what shows it. */
export const areasView = (areas: readonly Area[]): Markup =>
  html`<section aria-labelledby="areas"><h2 id="areas">Verdict by area</h2>
<table class="cards"><caption>An area passes when it was shown at the size of the event. INCONCLUSIVE: what was measured held, at a smaller size. NO DATA: nobody has measured it here.</caption><thead><tr><th scope="col">Area</th><th scope="col">Verdict</th><th scope="col">Because</th><th scope="col">Evidence</th></tr></thead><tbody>${areas.map(areaRow)}</tbody></table></section>`;

const moneyText = (monthly: number | null): string =>
  monthly === null ? 'not priced' : `$${Math.round(monthly).toLocaleString('en-US')}`;

/** Risks in the order of money. */
export const risksView = (risks: readonly Risk[]): Markup =>
  html`<section aria-labelledby="risks"><h2 id="risks">Risks, in the order of money</h2>
<table class="cards"><caption>What each would add to the cost of a month. Each stands alone: they do not add up. What has no price stands last, with the reason.</caption><thead><tr><th scope="col">Risk</th><th scope="col" class="number">A month</th><th scope="col">Known from</th><th scope="col">Against it</th></tr></thead><tbody>${risks.map(
    ({ title, monthly, basis, mitigation, href }) =>
      html`<tr><th scope="row">${href === null ? title : html`<a href="${href}">${title}</a>`}</th><td data-label="A month" class="number">${moneyText(monthly)}</td><td data-label="Known from">${basis}</td><td data-label="Against it">${mitigation}</td></tr>
`,
  )}</tbody></table></section>`;
