import type { Run } from '../results/run.ts';
import { NO_HISTORY, type RunHistory } from '../results/run-history.ts';
import { chartsView } from './charts-view.ts';
import { environmentView } from './environment-view.ts';
import { errorsView } from './errors-view.ts';
import { historyView } from './history-view.ts';
import { html, type Markup } from './html.ts';
import { kpiTableView } from './kpi-table-view.ts';
import { limitsView } from './limits-view.ts';
import { methodView } from './method-view.ts';
import { fillFrame, type ReportTemplate } from './page-frame.ts';
import { rawDataView } from './raw-data.ts';
import { tablesView } from './tables-view.ts';
import { validityView } from './validity-view.ts';
import { verdictView } from './verdict-view.ts';

/** A page that goes by mail and opens at once on a phone: raw data take what the rest leaves of it. */
export const REPORT_BYTES_MAX = 150_000;

/**
 * The report of a run: one HTML file that needs no network and no JavaScript to be read.
 *
 * @param history comparable runs before it; without any the report tells of this run alone
 */
export function buildReport(run: Run, template: ReportTemplate, history: RunHistory = NO_HISTORY): string {
  // Charts are drawn once: the frame costs bytes too, so the room for raw data is what the page without them leaves.
  const upToRaw = html`${verdictView(run)}
<main>${kpiTableView(run, history)}
${limitsView(run)}
${historyView(run, history)}
${tablesView(run)}${chartsView(run)}
${validityView(run)}
${errorsView(run)}
${environmentView(run)}
${methodView(run)}`;
  const title = `${run.verdict.status}${run.partial ? ' (PARTIAL)' : ''} · ${run.kind} · ${run.startedAt.slice(0, 10)}`;
  const page = (raw: Markup | null): string =>
    fillFrame(
      template,
      title,
      html`${upToRaw}
${raw}</main>`,
    );
  return page(rawDataView(run, REPORT_BYTES_MAX - Buffer.byteLength(page(null))));
}
