import { formatNumber } from '../../units.ts';
import { amountText } from '../cost-bill-view.ts';
import type { Markup } from '../html.ts';
import { html } from '../html.ts';
import { fillFrame, type ReportTemplate } from '../page-frame.ts';
import { statusGlyph, statusStyle } from '../status-view.ts';
import { formatTime } from '../verdict-view.ts';
import { type Area, readinessOf, readinessStatus } from './area.ts';
import { areasOf } from './areas.ts';
import { areasView, risksView } from './areas-view.ts';
import { elsewhereView } from './elsewhere-view.ts';
import { peopleOf, type ReadinessFacts } from './facts.ts';
import { PAGES, pagesNav, READERS } from './pages.ts';
import { provenanceView } from './provenance-view.ts';
import { risksOf } from './risks.ts';

/** Blockers that are told at the head: more than three nobody remembers. */
const BLOCKERS_SHOWN = 3;

/** The first page: what a manager knows after ten seconds, then why, then what it rests on. */
export function buildReadinessPage(facts: ReadinessFacts, template: ReportTemplate): string {
  const areas = areasOf(facts);
  const body = html`${headView(facts, areas)}
<main>${areasView(areas)}
${risksView(risksOf(facts, areas))}
${provenanceView(facts)}
${elsewhereView(facts)}
${readersView()}</main>`;
  return fillFrame(template, `${readinessOf(areas)} · ${facts.priced.plan.name}`, body);
}

const ANSWERS = {
  READY: 'every area was shown at the size of the event',
  'NOT READY': 'something was measured or computed and misses its target',
  'NOT PROVEN': 'nothing speaks against it, and not everything was shown at the size of the event',
} as const;

function headView(facts: ReadinessFacts, areas: readonly Area[]): Markup {
  const readiness = readinessOf(areas);
  const { priced, study, madeAtMs } = facts;
  const { bill } = priced;
  const people = formatNumber(peopleOf(facts));
  const met = areas.filter(({ status }) => status === 'PASS').length;
  const blockers = areas.filter(({ status }) => status !== 'PASS').toSorted((a, b) => rank(a) - rank(b));
  const { spend, infrastructure } = study.economics.fullUse;
  const total = Math.round(spend.value).toLocaleString('en-US');
  return html`<header class="verdict ${statusStyle(readinessStatus(readiness))}">${pagesNav('index')}
<p class="kicker">gomeet · readiness · ${formatTime(new Date(madeAtMs).toISOString())}</p>
<h1><span class="status ${statusStyle(readinessStatus(readiness))}"><span aria-hidden="true">${statusGlyph(readinessStatus(readiness))}</span> ${readiness}</span> for ${people} people <span class="words">${ANSWERS[readiness]}: ${met} of ${areas.length} areas pass</span></h1>
<p class="facts">${priced.description} · ${bill.provider}, ${bill.region}</p>
<div class="answers"><section aria-labelledby="costs"><h2 id="costs">What it costs</h2><p><b>${amountText(bill.monthlyTotal, bill.currency, 0)}</b> a month as planned${rangeText(facts)}. With operations of $${Math.round(spend.value - infrastructure.value).toLocaleString('en-US')}: <b>$${total}</b>.</p></section>
<section aria-labelledby="way"><h2 id="way">What is in the way</h2>${blockers.length === 0 ? html`<p>Nothing that was looked at.</p>` : html`<ol>${blockers.slice(0, BLOCKERS_SHOWN).map(({ id, title, because, status }) => html`<li><a href="#area-${id}">${title}</a> (${status}): ${because}</li>`)}</ol>`}${blockers.length > BLOCKERS_SHOWN && html`<p>and ${blockers.length - BLOCKERS_SHOWN} more below</p>`}</section></div></header>`;
}

const ORDER = ['CRITICAL', 'MISSED', 'NO DATA', 'INCONCLUSIVE', 'PASS'] as const;
const rank = ({ status }: Area): number => ORDER.indexOf(status);

function rangeText({ study: { range } }: ReadinessFacts): string {
  if (range === null) return '';
  const [low, high] = [range.p10, range.p90].map((value) => Math.round(value).toLocaleString('en-US'));
  return `; with everything uncertain drawn at once $${low} to $${high} (P10 to P90)`;
}

const readersView = (): Markup =>
  html`<section aria-labelledby="readers"><h2 id="readers">Who reads on where</h2><table class="plain"><tbody>${READERS.map(({ who, pages }) => html`<tr><th scope="row">${who}</th><td>${pages.map((id, i) => html`${i > 0 && ' → '}<a href="${PAGES[id].file}">${PAGES[id].title}</a>`)}</td></tr>`)}</tbody></table></section>`;
