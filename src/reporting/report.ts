import type { Run } from '../results/run.ts';
import { chartsView } from './charts-view.ts';
import { environmentView } from './environment-view.ts';
import { errorsView } from './errors-view.ts';
import { html } from './html.ts';
import { kpiTableView } from './kpi-table-view.ts';
import { limitsView } from './limits-view.ts';
import { methodView } from './method-view.ts';
import { fillFrame, type ReportTemplate } from './page-frame.ts';
import { rawDataView } from './raw-data.ts';
import { tablesView } from './tables-view.ts';
import { validityView } from './validity-view.ts';
import { verdictView } from './verdict-view.ts';

/** The report of a run: one HTML file that needs no network and no JavaScript to be read. */
export function buildReport(run: Run, template: ReportTemplate): string {
  const body = html`${verdictView(run)}
<main>${kpiTableView(run)}
${limitsView(run)}
${tablesView(run)}${chartsView(run)}
${validityView(run)}
${errorsView(run)}
${environmentView(run)}
${methodView(run)}
${rawDataView(run)}</main>`;
  const title = `${run.verdict.status}${run.partial ? ' (PARTIAL)' : ''} · ${run.kind} · ${run.startedAt.slice(0, 10)}`;
  return fillFrame(template, title, body);
}
