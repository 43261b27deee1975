import { weeksOf } from '../../roadmap/judge-roadmap.ts';
import { phaseOf } from '../../roadmap/roadmap.ts';
import { formatNumber } from '../../units.ts';
import type { Markup } from '../html.ts';
import { html } from '../html.ts';
import { fillFrame, type ReportTemplate } from '../page-frame.ts';
import type { ReadinessFacts } from './facts.ts';
import { pagesNav } from './pages.ts';

/** Progress by phase, milestones and every task with what shows it. */
export function buildTasksPage({ roadmap: judged }: ReadinessFacts, template: ReportTemplate): string {
  const { roadmap, effort, tasks, chain } = judged;
  const done = tasks.filter(({ state }) => state === 'done');
  const weeks = Math.ceil(weeksOf(judged.gated, roadmap));
  const body = html`<header class="verdict">${pagesNav('tasks')}<p class="kicker">gomeet · tasks · ${roadmap.name}</p>
<h1>${done.length} of ${tasks.length} tasks done <span class="words">by what a test or a run shows, by nobody’s word</span></h1>
<p class="facts">${formatNumber(effort.hours)} h of work · longest chain ${chain.tasks.length} tasks, ${formatNumber(chain.hours)} h · levelled calendar ${weeks} weeks</p></header>
<main>${phasesView(judged)}${peopleView(judged)}${tasksView(judged)}</main>`;
  return fillFrame(template, `Tasks · ${done.length} of ${tasks.length}`, body);
}

type Judged = ReadinessFacts['roadmap'];

function phasesView({ roadmap, effort, tasks }: Judged): Markup {
  return html`<section aria-labelledby="phases"><h2 id="phases">Phases</h2><table class="plain"><thead><tr><th scope="col">Phase</th><th scope="col">Weeks</th><th scope="col" class="number">Hours</th><th scope="col" class="number">Done</th></tr></thead><tbody>${roadmap.phases.map(
    ({ number, name, firstWeek, lastWeek }, i) => {
      const own = tasks.filter((task) => phaseOf(task) === number);
      return html`<tr><th scope="row">${number} ${name}</th><td>${firstWeek} to ${lastWeek}</td><td class="number">${formatNumber(effort.byPhase[i] ?? 0)}</td><td class="number">${own.filter(({ state }) => state === 'done').length} of ${own.length}</td></tr>`;
    },
  )}</tbody></table></section>`;
}

function peopleView({ roadmap, effort }: Judged): Markup {
  return html`<section aria-labelledby="people"><h2 id="people">People</h2><table class="plain"><thead><tr><th scope="col">Person</th><th scope="col" class="number">Hours</th><th scope="col" class="number">Share of a week</th><th scope="col" class="number">Left of the budget</th></tr></thead><tbody>${effort.byPerson.map(
    ({ id, hours, bufferHours }) => {
      const person = roadmap.people.find((each) => each.id === id);
      return html`<tr><th scope="row">${id} ${person?.role ?? ''}</th><td class="number">${formatNumber(hours)}</td><td class="number">${formatNumber((person?.share ?? 1) * 100)} %</td><td class="number">${bufferHours === null ? '—' : `${formatNumber(bufferHours)} h`}</td></tr>`;
    },
  )}</tbody></table>${effort.slips.length > 0 && html`<p>The printed tables differ from the sum of the tasks in ${effort.slips.length} places: <code>gomeet roadmap</code> names them.</p>`}</section>`;
}

function tasksView({ tasks }: Judged): Markup {
  return html`<section aria-labelledby="each"><h2 id="each">Each task</h2>${tasks.map(
    ({ id, title, owner, hours, state, findings }) =>
      html`<details><summary>${id} ${title}: ${state} (${owner}, ${hours} h)</summary><ul>${findings.map(({ is, isShown, evidence }) => html`<li>${isShown ? '✓ shown' : '∅ open'}: ${is} <small>${evidence}</small></li>`)}</ul></details>
`,
  )}</section>`;
}
