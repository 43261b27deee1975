import type { StoredRun } from '../results/list-runs.ts';
import { type Trial, trendOf } from '../results/trials.ts';
import { ulidTime } from '../results/ulid.ts';
import { RUN_FILES } from '../results/write-run.ts';
import { formatDuration } from '../units.ts';
import { changeBadge } from './change-view.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';
import { fillFrame, type ReportTemplate } from './page-frame.ts';
import { valueCell } from './run-comparison-view.ts';
import { sparkline } from './sparkline.ts';
import { statusBadge } from './status-view.ts';
import { parametersText } from './trial-text.ts';
import { formatTime } from './verdict-view.ts';

/** Runs that a trend looks back on. */
const TREND_RUNS = 20;
/** Trials with a table of their own; what is older is in the list alone. */
const TRIALS_SHOWN = 8;
/** Runs in the list: the page has to open on a phone. */
const RUNS_SHOWN = 150;

export interface RunsPage {
  /** Newest first. */
  readonly runs: readonly StoredRun[];
  readonly trials: readonly Trial[];
  /** From the page to the folder of all runs, with a slash at its end; empty where it lies in that folder. */
  readonly base: string;
  /** Links to other pages, told at the head. */
  readonly links: readonly { readonly title: string; readonly href: string }[];
}

/** The index of all runs: what was measured when, how it ended, and the course of what was measured more than once. */
export function buildRunsPage({ runs, trials, base, links }: RunsPage, template: ReportTemplate): string {
  const finished = runs.filter(({ run }) => run !== null).length;
  const repeated = trials.filter((trial) => trial.runs.length > 1).slice(0, TRIALS_SHOWN);
  const body = html`<header class="verdict"><p class="kicker">gomeet · runs</p>
<h1>${finished} runs <span class="words">${repeated.length === 0 ? 'none was made twice, so there is no trend yet' : `${repeated.length} trials were made more than once`}</span></h1>
${links.length > 0 && html`<p class="facts">${links.map(({ title, href }, i) => html`${i > 0 && ' · '}<a href="${href}">${title}</a>`)}</p>`}</header>
<main>${repeated.length > 0 && html`<section aria-labelledby="trends"><h2 id="trends">Trends</h2><p class="lede">Sound runs that asked for the same, oldest first. The change is that of the last against the first shown.</p>${repeated.map(trialView)}</section>`}
<section aria-labelledby="all"><h2 id="all">All runs</h2>${runs.length === 0 ? html`<p>There are none yet. Next: <code>gomeet quickstart</code></p>` : listView(runs.slice(0, RUNS_SHOWN), base)}${runs.length > RUNS_SHOWN && html`<p>${runs.length - RUNS_SHOWN} older ones: <code>gomeet report list</code></p>`}</section></main>`;
  return fillFrame(template, `Runs · ${finished}`, body);
}

function trialView(trial: Trial): Markup {
  const { runs, kpis } = trendOf(trial, TREND_RUNS);
  const rows = kpis.map(({ kpi, values, changes }) => {
    const change = changes.at(-1);
    return html`<tr><th scope="row">${kpi.title}</th><td class="graph">${sparkline(values) ?? '—'}</td><td class="number">${valueCell(values.findLast((value) => value !== null) ?? null)}</td><td>${change ? changeBadge(change, kpi.unit) : '—'}</td></tr>
`;
  });
  return html`<table class="plain"><caption><b>${trial.kind}</b>, ${trial.target} · ${parametersText(trial.parameters)} · ${runs.length} runs</caption><thead><tr><th scope="col">KPI</th><th scope="col">Course</th><th scope="col" class="number">Newest</th><th scope="col">Change</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function listView(runs: readonly StoredRun[], base: string): Markup {
  return html`<div class="wide-table" tabindex="0" role="region" aria-label="Table of all runs"><table class="plain"><caption>Newest first.</caption><thead><tr><th scope="col">When</th><th scope="col">Kind</th><th scope="col">Verdict</th><th scope="col">Asked for</th><th scope="col">Took</th><th scope="col">Run</th></tr></thead><tbody>${runs.map(
    ({ id, run }) => {
      const when = formatTime(new Date(ulidTime(id)).toISOString());
      if (run === null)
        return html`<tr><th scope="row">${when}</th><td>—</td><td>unfinished</td><td></td><td></td><td><code>${id}</code></td></tr>`;
      const took = formatDuration(Date.parse(run.endedAt) - Date.parse(run.startedAt));
      return html`<tr><th scope="row">${when}</th><td>${run.kind}</td><td>${statusBadge(run.verdict.status)}${run.partial && ' partial'}</td><td>${parametersText(run.parameters)}</td><td>${took}</td><td><a href="${base}${id}/${RUN_FILES.report}"><code>${id}</code></a></td></tr>
`;
    },
  )}</tbody></table></div>`;
}
