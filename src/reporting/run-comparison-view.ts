import type { Run } from '../results/run.ts';
import type { ComparedKpi, RunComparison } from '../results/run-comparison.ts';
import type { KpiResult } from '../results/verdict.ts';
import { formatTarget } from '../results/verdict.ts';
import { formatQuantity } from '../units.ts';
import { changeBadge } from './change-view.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';
import { intervalText } from './kpi-table-view.ts';
import { sparkline } from './sparkline.ts';
import { statusGlyph, statusStyle } from './status-view.ts';
import { formatTime } from './verdict-view.ts';

/** The last six characters of an id tell runs apart; the whole of it stands in the list of runs. */
export const shortId = (id: string): string => `…${id.slice(-6)}`;

/** A value with its status in shape and colour; the word is in the title and for those who do not see. */
export function valueCell(kpi: KpiResult | null): Markup {
  if (kpi === null) return html`<span class="absent">—<span class="unseen">not measured</span></span>`;
  const interval = intervalText(kpi);
  const measured = kpi.measured === null ? '—' : formatQuantity(kpi.measured, kpi.unit);
  return html`<span class="status ${statusStyle(kpi.status)}"><span aria-hidden="true" title="${kpi.status}">${statusGlyph(kpi.status)}</span><span class="unseen">${kpi.status}</span></span> <b>${measured}</b>${interval !== null && html` <small>${interval}</small>`}`;
}

/** A value behind the shape of its status: where a table has many of them, words would hide the numbers. */
export function shortValue(kpi: KpiResult | null): Markup {
  if (kpi === null || kpi.measured === null) return html`—`;
  return html`<span aria-hidden="true">${statusGlyph(kpi.status)}</span><span class="unseen">${kpi.status}</span> ${formatQuantity(kpi.measured, kpi.unit)}`;
}

function kpiRow({ kpi, values, changes }: ComparedKpi): Markup {
  return html`<tr><th scope="row">${kpi.title}<small>target ${formatTarget(kpi)}</small></th><td class="graph">${sparkline(values) ?? '—'}</td>${values.map(
    (value, i) => {
      const change = changes[i];
      return html`<td>${valueCell(value)}${change !== null && change !== undefined && html`<div>${changeBadge(change, kpi.unit)}</div>`}</td>`;
    },
  )}</tr>
`;
}

/** The head of a run's column. */
export const runHead = (run: Run, isBaseline: boolean): Markup =>
  html`<th scope="col">${isBaseline && 'baseline '}<code>${shortId(run.id)}</code><small>${formatTime(run.startedAt)}</small></th>`;

/** KPIs by runs: each value with its status and interval, and how it differs from the first run. */
export function comparedKpisView({ runs, kpis, baseline }: RunComparison): Markup {
  return html`<div class="wide-table" tabindex="0" role="region" aria-label="KPIs of all runs"><table class="plain compared"><caption>Changes count from the baseline. “No change”: the values differ by less than 5 %, or by less than 1 % of the target. “Undecided”: they differ by more, but their 95 % intervals touch; more samples would tell.</caption>
<thead><tr><th scope="col">KPI</th><th scope="col">Course</th>${runs.map((run, i) => runHead(run, i === baseline))}</tr></thead><tbody>${kpis.map(kpiRow)}</tbody></table></div>`;
}

/** What else was not the same, without which a difference is easily laid at the wrong door. */
export function differencesView({ runs, differences, cautions }: RunComparison): Markup {
  return html`${cautions.length > 0 && html`<ul class="findings">${cautions.map((caution) => html`<li class="finding warning">${caution}</li>`)}</ul>`}
${
  differences.length === 0
    ? html`<p>Command, parameters, programs and machine were the same in all of them.</p>`
    : html`<div class="wide-table" tabindex="0" role="region" aria-label="What was different"><table class="plain"><caption>What was different</caption><thead><tr><th scope="col">What</th>${runs.map(({ id }) => html`<th scope="col"><code>${shortId(id)}</code></th>`)}</tr></thead><tbody>${differences.map(
        ({ what, values }) =>
          html`<tr><th scope="row">${what}</th>${values.map((value) => html`<td>${value}</td>`)}</tr>`,
      )}</tbody></table></div>`
}`;
}
