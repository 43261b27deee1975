import type { Run } from '../results/run.ts';
import { compareRuns, type RunComparison } from '../results/run-comparison.ts';
import type { RunHistory } from '../results/run-history.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';
import { differencesView, runHead, shortValue } from './run-comparison-view.ts';
import { formatTime } from './verdict-view.ts';

/** Columns beside the baseline that a page can show: the last of them is this run. */
const COLUMNS_MAX = 3;

/** The run beside its baseline and those just before it. Nothing where it is the first of its kind. */
export function historyView(run: Run, { baseline, earlier }: RunHistory): Markup | null {
  if (baseline === null) return null;
  const others = earlier.filter(({ id }) => id !== baseline.id).slice(0, COLUMNS_MAX - 1);
  const runs = [...others, baseline].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const comparison = compareRuns([...runs, run], runs.indexOf(baseline));
  return html`<section aria-labelledby="history"><h2 id="history">Beside the baseline and the last runs</h2>
<p class="lede">Of ${earlier.length === 1 ? 'one sound run' : `${earlier.length} sound runs`} before it that asked for the same. Baseline: run <code>${baseline.id}</code> of ${formatTime(baseline.startedAt)}.</p>
${valuesView(comparison)}
${differencesView(comparison)}</section>`;
}

/** Values alone: how each differs from the baseline stands in the table of targets. */
const valuesView = ({ runs, kpis, baseline }: RunComparison): Markup =>
  html`<div class="wide-table" tabindex="0" role="region" aria-label="Values of the last runs"><table class="plain numbers"><thead><tr><th scope="col">KPI</th>${runs.map((run, i) => runHead(run, i === baseline))}</tr></thead><tbody>${kpis.map(({ kpi, values }) => html`<tr><th scope="row">${kpi.title}</th>${values.map((value) => html`<td>${shortValue(value)}</td>`)}</tr>`)}</tbody></table></div>`;
