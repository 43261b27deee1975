import type { Run } from '../results/run.ts';
import { chartsView } from './charts-view.ts';
import { environmentView } from './environment-view.ts';
import { errorsView } from './errors-view.ts';
import { escapeHtml, html } from './html.ts';
import { kpiTableView } from './kpi-table-view.ts';
import { limitsView } from './limits-view.ts';
import { methodView } from './method-view.ts';
import { rawDataView } from './raw-data.ts';
import { tablesView } from './tables-view.ts';
import { validityView } from './validity-view.ts';
import { verdictView } from './verdict-view.ts';

/** The plain files of `reports/templates/`: the frame of the page and its style sheet. */
export interface ReportTemplate {
  readonly frame: string;
  readonly style: string;
}

/** The places that the frame leaves open. The style sheet is linked there, so that the frame can be opened as it is. */
const PLACES = {
  title: '{{title}}',
  style: '<link rel="stylesheet" href="report.css">',
  body: '{{body}}',
} as const;
const ANY_PLACE = /\{\{title\}\}|<link rel="stylesheet" href="report\.css">|\{\{body\}\}/g;

/** The style sheet without comments and indentation, a third of its size. It holds no string that looks like a comment. */
function compact(css: string): string {
  return css.replaceAll(/\/\*.*?\*\/|\s*\n\s*/gs, ' ').replaceAll(/ {2,}/g, ' ');
}

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
  const parts: Record<string, string> = {
    [PLACES.title]: escapeHtml(
      `${run.verdict.status}${run.partial ? ' (PARTIAL)' : ''} · ${run.kind} · ${run.startedAt.slice(0, 10)}`,
    ),
    [PLACES.style]: `<style>${compact(template.style)}</style>`,
    [PLACES.body]: body.text,
  };
  // One pass with a function, so that a "{{body}}" or "$&" in somebody's room name stays what it is.
  return template.frame.replace(ANY_PLACE, (place) => parts[place] ?? place);
}
