import type { Economics, ScenarioEconomics } from '../pricing/economics.ts';
import type { RequiredRevenue } from '../pricing/economics-claims.ts';
import { assumptionRows, type FigureRow, resultRows, wholeDollars } from '../pricing/economics-rows.ts';
import { formatTarget } from '../results/verdict.ts';
import { formatQuantity } from '../units.ts';
import { breakEvenChart, breakEvenFinding } from './break-even-chart.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';
import { statusBadge } from './status-view.ts';

function rowsOf(rows: readonly FigureRow[]): readonly Markup[] {
  return rows.map(
    ({ title, texts }) =>
      html`<tr><th scope="row">${title}</th>${texts.map((text) => html`<td class="number">${text}</td>`)}</tr>
`,
  );
}

function scenarioTable({ scenarios }: Economics): Markup {
  const columns = scenarios.length + 1;
  return html`<table class="plain scenarios"><caption>Three ways that business may go. What they assume is ours to choose: the section <code>economics</code> of gomeet.yaml.</caption>
<thead><tr><td></td>${scenarios.map(({ scenario }) => html`<th scope="col" class="number">${scenario.name}</th>`)}</tr></thead>
<tbody><tr class="group"><th colspan="${columns}" scope="rowgroup">Assumed</th></tr>${rowsOf(assumptionRows(scenarios))}</tbody>
<tbody><tr class="group"><th colspan="${columns}" scope="rowgroup">What comes of it</th></tr>${rowsOf(resultRows(scenarios))}</tbody></table>`;
}

function cashFigure(scenarios: readonly ScenarioEconomics[]): Markup {
  const curves = scenarios.map(({ scenario, cashFlow, returns }) => ({
    name: scenario.name,
    cumulative: cashFlow.map(({ cumulative }) => cumulative.toNumber()),
    breakEvenMonth: returns.breakEven?.value ?? null,
  }));
  const halfYears = (scenarios[0]?.cashFlow ?? []).filter(({ month }) => month % 6 === 0);
  const rows = halfYears.map(
    ({ month }) =>
      html`<tr><th scope="row">${month}</th>${scenarios.map(({ cashFlow }) => html`<td class="number">${wholeDollars(cashFlow[month]?.cumulative.toNumber() ?? 0)}</td>`)}</tr>`,
  );
  return html`<figure class="wide" tabindex="0"><figcaption>${breakEvenFinding(curves)}</figcaption>${breakEvenChart(curves)}<details><summary>Data of cumulative cash</summary><table class="plain money"><caption>USD at the end of the month</caption><thead><tr><th scope="col">Month</th>${scenarios.map(({ scenario }) => html`<th scope="col" class="number">${scenario.name}</th>`)}</tr></thead><tbody>${rows}</tbody></table></details></figure>`;
}

type Kpi = ScenarioEconomics['kpis'][number];

function kpiCell(name: string, kpi: Kpi | undefined): Markup {
  if (kpi === undefined) return html`<td></td>`;
  const isBeyond = kpi.interval?.[1] === null;
  const value =
    kpi.measured === null ? '—' : `${isBeyond ? '> ' : ''}${formatQuantity(kpi.measured, kpi.unit)}`;
  return html`<td data-label="${name}" class="number"><b>${value}</b> <small>${statusBadge(kpi.status)}</small></td>`;
}

function kpiTable({ scenarios }: Economics): Markup {
  const rows = (scenarios[0]?.kpis ?? []).map(
    (kpi, i) =>
      html`<tr><th scope="row">${kpi.title}</th><td data-label="Target" class="number">${formatTarget(kpi)}</td>${scenarios.map(({ scenario, kpis }) => kpiCell(scenario.name, kpis[i]))}</tr>
`,
  );
  return html`<table class="cards"><caption>Targets of the written plan. A value that rests on assumptions can miss its target, but meeting it proves nothing: it is then inconclusive.</caption><thead><tr><th scope="col">KPI</th><th scope="col" class="number">Target</th>${scenarios.map(({ scenario }) => html`<th scope="col" class="number">${scenario.name}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`;
}

const revenueCells = (required: RequiredRevenue | undefined, label: string): Markup =>
  required === undefined
    ? html`<td></td>`
    : html`<td data-label="${label}" class="number">${wholeDollars(required.revenue.value)} <small>$${required.perParticipant.value.toFixed(2)} each</small></td>`;

function claimsTable({ required }: Economics): Markup {
  const rows = required.written.map(
    (written, i) =>
      html`<tr><th scope="row">${written.claim}</th>${revenueCells(written, 'At its own cost')}${revenueCells(required.bill[i], 'At this bill')}</tr>
`,
  );
  return html`<table class="cards"><caption>Revenue a month without which a claim of the written plan cannot be true: every place sold from the first day, nothing spent on sales. The plan itself names no revenue.</caption><thead><tr><th scope="col">Claim</th><th scope="col" class="number">At its own cost</th><th scope="col" class="number">At this bill</th></tr></thead><tbody>${rows}</tbody></table>`;
}

/** What the platform may earn, and what the written plan's claims would take. */
export function costEconomicsView(economics: Economics): Markup {
  return html`<section aria-labelledby="economics"><h2 id="economics">What it may earn</h2>
${cashFigure(economics.scenarios)}
${scenarioTable(economics)}
${kpiTable(economics)}</section>
<section aria-labelledby="claims"><h2 id="claims">What the claims would take</h2>${claimsTable(economics)}</section>`;
}
