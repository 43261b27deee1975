import type { CalibrationProfile } from '../../planning/calibration/profile.ts';
import { formatTarget } from '../../results/verdict.ts';
import { RUN_FILES } from '../../results/write-run.ts';
import { formatNumber, formatQuantity } from '../../units.ts';
import type { Markup } from '../html.ts';
import { html } from '../html.ts';
import { intervalText } from '../kpi-table-view.ts';
import { statusBadge } from '../status-view.ts';
import type { ReadinessFacts } from './facts.ts';
import { measuredKpis, plannedFigures } from './provenance.ts';

/** What was measured, what is extrapolated by which model with which error, and what is only assumed. */
export const provenanceView = (facts: ReadinessFacts): Markup =>
  html`<section aria-labelledby="measured"><h2 id="measured">What was measured</h2>${measuredView(facts)}</section>
<section aria-labelledby="extrapolated"><h2 id="extrapolated">What is extrapolated, and how well the model holds</h2>${modelView(facts)}</section>
<section aria-labelledby="assumed"><h2 id="assumed">What the plan rests on</h2>${figuresView(facts)}</section>`;

function measuredView({ runs, runsBase }: ReadinessFacts): Markup {
  const measured = measuredKpis(runs);
  if (measured.length === 0) return html`<p>Nothing yet. Next: <code>gomeet quickstart</code></p>`;
  return html`<table class="cards"><caption>The targets that the platform is held to while it runs: of each the sound run with the largest load. The load is what was there, not what is planned.</caption><thead><tr><th scope="col">KPI</th><th scope="col">Status</th><th scope="col" class="number">Measured</th><th scope="col" class="number">Target</th><th scope="col">At a load of</th><th scope="col">Run</th></tr></thead><tbody>${measured.map(
    ({ kpi, run, load }) => {
      const interval = intervalText(kpi);
      return html`<tr><th scope="row">${kpi.title}</th><td data-label="Status">${statusBadge(kpi.status)}</td><td data-label="Measured" class="number"><b>${formatQuantity(kpi.measured ?? 0, kpi.unit)}</b>${interval !== null && html` <small>${interval}</small>`}</td><td data-label="Target" class="number">${formatTarget(kpi)}</td><td data-label="At a load of">${load}</td><td data-label="Run"><a href="${runsBase}${run.id}/${RUN_FILES.report}">${run.kind}</a></td></tr>
`;
    },
  )}</tbody></table>`;
}

function modelView({ priced: { plan }, calibration }: ReadinessFacts): Markup {
  const costs =
    plan.calibration === null
      ? 'The plan’s costs of packets, tracks and people are assumed: those of LiveKit’s published benchmark, with the error that others met.'
      : `The plan’s costs are those of the calibration ${plan.calibration}.`;
  return html`<p>Machines follow from the event by a linear model: cores of a media server = idle + people, tracks, packets and bits, each times its cost (docs/calibration.md). Between the largest load that was measured (above) and the event nothing is measured: meetings share no state, so the plan multiplies. ${costs}</p>
${calibration === null ? html`<p>No calibration is at hand. Next: <code>gomeet calibrate reports/runs/*</code></p>` : residualsView(calibration)}`;
}

const percent = (share: number | null): string =>
  share === null ? 'not known' : `${formatNumber(Number((share * 100).toFixed(1)))} %`;

function residualsView({ name, machine, asOf, media }: CalibrationProfile): Markup {
  const { cpu, heldOut } = media;
  const row = (
    run: string,
    measured: number,
    predicted: number,
    error: number | null,
    kind: string,
  ): Markup =>
    html`<tr><th scope="row">${run}</th><td class="number">${formatNumber(measured)}</td><td class="number">${formatNumber(predicted)}</td><td class="number">${percent(error)}</td><td>${kind}</td></tr>
`;
  return html`<p>Held against recorded runs on “${name}” (${machine.cpus} × ${machine.cpuModel}, ${asOf}): R² ${cpu.rSquared.toFixed(3)}; a run that the fit has not seen is missed by ${percent(cpu.leaveOneOutError)} (root mean square of ${cpu.runs.length} runs). Loads beyond those below are extrapolated.</p>
<details><summary>Residuals of every run</summary><table class="plain"><caption>Cores of the media server</caption><thead><tr><th scope="col">Run</th><th scope="col" class="number">Measured</th><th scope="col" class="number">Predicted</th><th scope="col" class="number">Error</th><th scope="col">Seen by the fit</th></tr></thead><tbody>${cpu.runs.map((run) => row(run.label, run.measured, run.predicted, run.relativeError, 'yes'))}${heldOut.map((run) => row(run.label, run.measured, run.predicted, run.relativeError, 'no'))}</tbody></table></details>`;
}

function figuresView(facts: ReadinessFacts): Markup {
  return html`<table class="plain"><caption>A figure is as sure as the weakest of what goes into it. <code>gomeet plan explain</code> follows each to its roots.</caption><thead><tr><th scope="col">Figure</th><th scope="col" class="number">Value</th><th scope="col">Basis</th><th scope="col">Formula</th></tr></thead><tbody>${plannedFigures(
    facts,
  ).map(
    ({ title, value, unit, basis, formula }) =>
      html`<tr><th scope="row">${title}</th><td class="number">${unit === 'bit/s' ? formatQuantity(value, 'bit/s') : `${formatNumber(Math.abs(value) >= 1000 ? Math.round(value) : value)} ${unit}`}</td><td>${basis}</td><td><code>${formula ?? '—'}</code></td></tr>
`,
  )}</tbody></table>`;
}
