import { KPIS } from '../../results/kpi.ts';
import { targetSign } from '../../results/kpi-definition.ts';
import { formatNumber, formatQuantity } from '../../units.ts';
import { amountText } from '../cost-bill-view.ts';
import type { Markup } from '../html.ts';
import { html } from '../html.ts';
import { fillFrame, type ReportTemplate } from '../page-frame.ts';
import { peopleOf, planValue, type ReadinessFacts } from './facts.ts';
import { pagesNav } from './pages.ts';

type Row = readonly [string, string];

/** Money, machines, time and targets on one page to print. */
export function buildReferencePage(facts: ReadinessFacts, template: ReportTemplate): string {
  const body = html`<header class="verdict">${pagesNav('reference')}<p class="kicker">gomeet · quick reference</p>
<h1>The plan “${facts.priced.plan.name}” at a glance <span class="words">${facts.priced.description}</span></h1></header>
<main><div class="tables">${table('Money', moneyRows(facts))}${table('Size', sizeRows(facts))}${table('Time', timeRows(facts))}${table('Commands', COMMANDS)}</div>
<section aria-labelledby="targets"><h2 id="targets">Targets</h2>${targetsView()}</section></main>`;
  return fillFrame(template, `Quick reference · ${facts.priced.plan.name}`, body);
}

const table = (caption: string, rows: readonly Row[]): Markup =>
  html`<table class="plain facts-table"><caption>${caption}</caption><tbody>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table>`;

const dollars = (value: number): string => `$${Math.round(value).toLocaleString('en-US')}`;

function moneyRows({
  priced: { bill, unitCosts },
  study: { economics, range },
}: ReadinessFacts): readonly Row[] {
  const { spend, spendPerParticipant } = economics.fullUse;
  return [
    ['Infrastructure a month', amountText(bill.monthlyTotal, bill.currency, 0)],
    ...(range === null ? [] : [['P10 to P90', `${dollars(range.p10)} to ${dollars(range.p90)}`] as const]),
    ['Operations a month', dollars(economics.operations.value)],
    ['Together', dollars(spend.value)],
    ['For each person at once', `$${spendPerParticipant.value.toFixed(2)} a month`],
    ['An hour of a person', amountText(unitCosts.perParticipantHour, bill.currency, 4)],
    ['Set-up, once', dollars(economics.setup.value)],
  ];
}

function sizeRows(facts: ReadinessFacts): readonly Row[] {
  const rate = planValue(facts, 'egressBitsPerSecond');
  return [
    ['People at once', formatNumber(peopleOf(facts))],
    ['Meetings at once', formatNumber(planValue(facts, 'meetingSlots') ?? 0)],
    ...(rate === null ? [] : [['Media on the wire', formatQuantity(rate, 'bit/s')] as const]),
    ...facts.priced.plan.pools.map(({ id, nodes, size }) => [`${id} nodes`, `${nodes} × ${size}`] as const),
  ];
}

const timeRows = ({ roadmap: { roadmap, tasks } }: ReadinessFacts): readonly Row[] => [
  ...roadmap.phases.map(
    ({ number, name, firstWeek, lastWeek }) =>
      [`Phase ${number}`, `${name}, weeks ${firstWeek} to ${lastWeek}`] as const,
  ),
  ['Tasks shown', `${tasks.filter(({ state }) => state === 'done').length} of ${tasks.length}`],
];

const COMMANDS: readonly Row[] = [
  ['Is it well?', 'gomeet health-check'],
  ['What runs, and where?', 'gomeet status'],
  ['What to do in an incident', 'docs/runbooks/'],
  ['Back to the last revision', 'gomeet rollback'],
  ['Make this report anew', 'gomeet report readiness'],
];

function targetsView(): Markup {
  return html`<table class="plain"><caption>Every KPI with a target, and where it comes from.</caption><thead><tr><th scope="col">KPI</th><th scope="col" class="number">Target</th><th scope="col">Source</th></tr></thead><tbody>${KPIS.filter(
    ({ target }) => target !== null,
  ).map(
    ({ title, direction, target, unit, source }) =>
      html`<tr><th scope="row">${title}</th><td class="number">${targetSign(direction)} ${formatQuantity(target ?? 0, unit)}</td><td>${source}</td></tr>
`,
  )}</tbody></table>`;
}
