import type { Run } from '../results/run.ts';
import { formatNumber } from '../units.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';

function clock(isoTime: string | null): string {
  return isoTime === null ? '—' : isoTime.slice(11, 19);
}

function refusalsView(run: Run): Markup {
  const total = run.refusals.reduce((sum, { count }) => sum + count, 0);
  if (total === 0)
    return html`<p>The platform refused no request (no answer 429): its rate limits were on and not reached.</p>`;
  return html`<table class="plain"><caption>Requests that the platform refused: ${formatNumber(total)}</caption><thead><tr><th scope="col">Where</th><th scope="col" class="number">Answer</th><th scope="col" class="number">Count</th></tr></thead><tbody>${run.refusals.map(
    ({ where, status, count }) =>
      html`<tr><th scope="row">${where}</th><td class="number">${status}</td><td class="number">${formatNumber(count)}</td></tr>`,
  )}</tbody></table>`;
}

/** What went wrong, grouped; what the platform refused; who did not receive everything. */
export function errorsView(run: Run): Markup {
  return html`<section aria-labelledby="errors"><h2 id="errors">Errors and refusals</h2>
${
  run.errors.length === 0
    ? html`<p>No errors.</p>`
    : html`<table class="plain"><caption>Errors, grouped (times in UTC)</caption><thead><tr><th scope="col">What</th><th scope="col" class="number">Count</th><th scope="col">First</th><th scope="col">Last</th><th scope="col">Example</th></tr></thead><tbody>${run.errors.map(
        (group) =>
          html`<tr><th scope="row">${group.what}</th><td class="number">${formatNumber(group.count)}</td><td>${clock(group.firstAt)}</td><td>${clock(group.lastAt)}</td><td class="example">${group.example}</td></tr>`,
      )}</tbody></table>`
}
${refusalsView(run)}
${
  run.shortfalls.length > 0 &&
  html`<table class="plain"><caption>Participants who did not receive everything</caption><thead><tr><th scope="col">Participant</th><th scope="col">Track</th><th scope="col" class="number">Expected</th><th scope="col" class="number">Received</th><th scope="col">Reason</th></tr></thead><tbody>${run.shortfalls.map(
    (each) =>
      html`<tr><th scope="row">${each.participant}</th><td>${each.track}</td><td class="number">${formatNumber(each.expected)}</td><td class="number">${formatNumber(each.received)}</td><td>${each.reason}</td></tr>`,
  )}</tbody></table>`
}</section>`;
}
