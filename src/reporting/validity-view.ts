import type { Run } from '../results/run.ts';
import { formatQuantity } from '../units.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';

/** Whether the numbers may be believed: the gates, and the health of the load generator itself. */
export function validityView(run: Run): Markup {
  const failed = run.gates.filter((gate) => !gate.passed);
  const answer =
    run.gates.length === 0
      ? 'No validity gate was checked.'
      : failed.length === 0
        ? `All ${run.gates.length} validity gates passed: the generator was not the bottleneck.`
        : `${failed.length} of ${run.gates.length} validity gates failed, so the numbers of this run prove nothing.`;
  return html`<section aria-labelledby="validity"><h2 id="validity">Was the generator the bottleneck?</h2>
<p class="lede${failed.length > 0 && ' alarm'}">${answer}</p>
${
  run.gates.length > 0 &&
  html`<table class="plain"><caption>Validity gates</caption><thead><tr><th scope="col">Gate</th><th scope="col">Result</th><th scope="col">Found</th><th scope="col">Needed</th></tr></thead><tbody>${run.gates.map(
    (gate) =>
      html`<tr><th scope="row">${gate.title}</th><td><span class="status ${gate.passed ? 'pass' : 'critical'}"><span aria-hidden="true">${gate.passed ? '✓' : '✗'}</span> ${gate.passed ? 'passed' : 'failed'}</span></td><td>${gate.found}</td><td>${gate.needed}</td></tr>`,
  )}</tbody></table>`
}
${
  run.generator.length > 0 &&
  html`<table class="plain"><caption>Health of the load generator</caption><thead><tr><th scope="col">Measure</th><th scope="col" class="number">Value</th><th scope="col" class="number">Limit</th></tr></thead><tbody>${run.generator.map(
    (measure) =>
      html`<tr><th scope="row">${measure.title}</th><td class="number">${formatQuantity(measure.value, measure.unit)}</td><td class="number">${measure.limit === null ? '—' : formatQuantity(measure.limit, measure.unit)}</td></tr>`,
  )}</tbody></table>`
}</section>`;
}
