import { compareRuns, type RunComparison } from '../results/run-comparison.ts';
import type { Trial } from '../results/trials.ts';
import { changesText } from './comparison-page.ts';
import { html } from './html.ts';
import { fillFrame, type ReportTemplate } from './page-frame.ts';
import { comparedKpisView, differencesView } from './run-comparison-view.ts';
import { trendChart, trendFinding } from './trend-chart.ts';
import { parametersText } from './trial-text.ts';

/** Columns of the table below the charts: the charts show all runs. */
const COLUMNS_MAX = 6;

/** The page of one trial over its runs: a chart for each KPI with target and intervals, and the last values in a table. */
export function buildTrendPage(
  { kind, target, parameters }: Pick<Trial, 'kind' | 'target' | 'parameters'>,
  trend: RunComparison,
  template: ReportTemplate,
): string {
  const { runs, kpis } = trend;
  const recent = compareRuns(runs.slice(-COLUMNS_MAX));
  const body = html`<header class="verdict"><p class="kicker">gomeet · trend · ${kind} · ${target}</p>
<h1>${runs.length} runs <span class="words">${changesText(trend)}</span></h1><p class="facts">${parametersText(parameters)}</p></header>
<main><section aria-labelledby="course"><h2 id="course">Over the runs</h2><div class="charts">${kpis.map((each) => html`<figure><figcaption>${trendFinding(each)}</figcaption>${trendChart(each, runs)}</figure>`)}</div></section>
<section aria-labelledby="values"><h2 id="values">Values</h2>${comparedKpisView(recent)}</section>
<section aria-labelledby="differences"><h2 id="differences">What else was different</h2>${differencesView(trend)}</section></main>`;
  return fillFrame(template, `Trend · ${kind}`, body);
}
