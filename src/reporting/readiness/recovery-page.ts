import { RUN_FILES } from '../../results/write-run.ts';
import { formatNumber, formatQuantity } from '../../units.ts';
import type { Markup } from '../html.ts';
import { html } from '../html.ts';
import { fillFrame, type ReportTemplate } from '../page-frame.ts';
import { statusBadge } from '../status-view.ts';
import { formatTime } from '../verdict-view.ts';
import { type DrillRow, newestDrills } from './drill-rows.ts';
import type { ReadinessFacts } from './facts.ts';
import { pagesNav } from './pages.ts';

/** What comes back after which fault and when, as drills measured it; what was never tried is listed too. */
export function buildRecoveryPage(facts: ReadinessFacts, template: ReportTemplate): string {
  const rows = newestDrills(facts.runs);
  const met = rows.filter(({ verdict }) => verdict === 'PASS').length;
  const untried = facts.drills.filter((id) => rows.every(({ drill }) => drill !== id));
  const body = html`<header class="verdict">${pagesNav('recovery')}<p class="kicker">gomeet · recovery</p>
<h1>${met} of ${facts.drills.length} drills shown to meet their objective <span class="words">${untried.length === 0 ? 'every drill was carried out' : `${untried.length} were not carried out here`}</span></h1></header>
<main><section aria-labelledby="drills"><h2 id="drills">Drills</h2>${rows.length === 0 ? html`<p>None is recorded. Next: <code>gomeet dr-drill</code></p>` : drillsTable(rows, facts.runsBase)}</section>
${untried.length > 0 && html`<section aria-labelledby="untried"><h2 id="untried">Not carried out</h2><ul>${untried.map((id) => html`<li><code>gomeet dr-drill ${id}</code></li>`)}</ul></section>`}
<section aria-labelledby="backups"><h2 id="backups">Backups and incidents</h2><p>Base backups with the log of every change, sealed and restored beside what runs; <code>gomeet backup verify</code> restores one and compares every row. What to do in an incident is in <code>docs/runbooks/</code>, one page a scenario.</p></section></main>`;
  return fillFrame(template, 'Recovery', body);
}

const time = (ms: number | null): string => (ms === null ? '—' : formatQuantity(ms, 'ms'));

function drillsTable(rows: readonly DrillRow[], base: string): Markup {
  return html`<div class="wide-table" tabindex="0" role="region" aria-label="Table of drills"><table class="plain"><caption>The newest run of each; of one that was repeated the worst. Times from the fault: the first good answer, the one after which 30 s were free of errors, and when all was redundant again.</caption><thead><tr><th scope="col">Drill</th><th scope="col">Verdict</th><th scope="col" class="number">Noticed</th><th scope="col" class="number">First answer</th><th scope="col" class="number">Stable</th><th scope="col" class="number">Redundant</th><th scope="col" class="number">Writes lost</th><th scope="col">Run</th></tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr><th scope="row">${row.drill}${row.verdict !== 'PASS' && html`<small>${row.why}</small>`}</th><td>${statusBadge(row.verdict)}</td><td class="number">${time(row.noticedMs)}</td><td class="number">${time(row.firstMs)}</td><td class="number">${time(row.stableMs)}</td><td class="number">${time(row.redundantMs)}</td><td class="number">${row.writesLost === null ? '—' : formatNumber(row.writesLost)}</td><td><a href="${base}${row.run.id}/${RUN_FILES.report}">${formatTime(row.run.startedAt)}</a></td></tr>
`,
  )}</tbody></table></div>`;
}
