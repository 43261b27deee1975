import { kpiChange } from '../results/kpi-change.ts';
import { targetSign } from '../results/kpi-definition.ts';
import type { Run } from '../results/run.ts';
import type { RunHistory } from '../results/run-history.ts';
import type { KpiResult } from '../results/verdict.ts';
import { formatCritical, formatTarget, kpisNotInScope } from '../results/verdict.ts';
import { formatInterval, formatNumber, formatQuantity } from '../units.ts';
import { bulletChart } from './bullet-chart.ts';
import { changeBadge } from './change-view.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';
import { sparkline } from './sparkline.ts';
import { statusBadge } from './status-view.ts';

/** `[141 … 156 ms]`, or null where the interval says no more than the value. */
export function intervalText(kpi: KpiResult): string | null {
  if (kpi.interval === null || kpi.measured === null) return null;
  const [low, high] = kpi.interval;
  return low === high ? null : formatInterval(low, high, kpi.unit);
}

const sameKpi = (run: Run, id: string): KpiResult | null => run.kpis.find((kpi) => kpi.id === id) ?? null;

/** How the value differs from the baseline's, and its course over the last runs. */
function changeCell(kpi: KpiResult, { baseline, earlier }: RunHistory): Markup {
  const before = baseline === null ? null : sameKpi(baseline, kpi.id);
  const course = sparkline([...earlier.toReversed().map((run) => sameKpi(run, kpi.id)), kpi]);
  return html`<td data-label="Against the baseline">${before === null ? 'new' : changeBadge(kpiChange(before, kpi), kpi.unit)}${course}</td>`;
}

function kpiRow(kpi: KpiResult, history: RunHistory): Markup {
  const interval = intervalText(kpi);
  return html`<tr id="kpi-${kpi.id}"><th scope="row">${kpi.title}${kpi.note !== null && html` <small>${kpi.note}</small>`}</th>
<td data-label="Status">${statusBadge(kpi.status)}</td>
<td data-label="Measured" class="number"><b>${kpi.measured === null ? '—' : formatQuantity(kpi.measured, kpi.unit)}</b>${interval !== null && html` <small>${interval}</small>`}</td>
<td data-label="Target" class="number">${formatTarget(kpi)}</td>
<td data-label="Critical" class="number">${formatCritical(kpi)}</td>
<td data-label="Against the target" class="graph">${bulletChart(kpi) ?? '—'}</td>
${history.baseline !== null && changeCell(kpi, history)}
<td data-label="Samples" class="number">${formatNumber(kpi.samples)}</td>
<td data-label="How" class="how">${kpi.provenance} <small>${kpi.method}</small></td></tr>
`;
}

/** The table that a manager reads: each target in the scope of the run, its value and its status. */
export function kpiTableView(run: Run, history: RunHistory): Markup {
  const others = kpisNotInScope(run.kpis);
  return html`<section aria-labelledby="targets"><h2 id="targets">Targets</h2>
<table class="kpis"><caption>What this run set out to measure. The second line of a value is its 95 % interval; a status rests on the whole interval, not on the value alone.</caption>
<thead><tr><th scope="col">KPI</th><th scope="col">Status</th><th scope="col" class="number">Measured</th><th scope="col" class="number">Target</th><th scope="col" class="number">Critical</th><th scope="col">Against the target</th>${history.baseline !== null && html`<th scope="col">Against the baseline</th>`}<th scope="col" class="number">Samples</th><th scope="col">How</th></tr></thead>
<tbody>${run.kpis.map((kpi) => kpiRow(kpi, history))}</tbody></table>
<details><summary>Not in the scope of this run: ${others.length} KPIs</summary>
<table class="plain"><caption>No claim is made about these.</caption><thead><tr><th scope="col">KPI</th><th scope="col" class="number">Target</th></tr></thead>
<tbody>${others.map(
    (kpi) =>
      html`<tr><th scope="row">${kpi.title}</th><td class="number">${kpi.target === null ? 'tracked' : `${targetSign(kpi.direction)} ${formatQuantity(kpi.target, kpi.unit)}`}</td></tr>`,
  )}</tbody></table></details></section>`;
}
