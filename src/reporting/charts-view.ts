import { Histogram } from '../results/histogram.ts';
import type { Run, Series } from '../results/run.ts';
import { mean } from '../results/statistics.ts';
import { formatQuantity } from '../units.ts';
import { extentOf } from './chart-scale.ts';
import { chartTarget, chartTitle } from './chart-subjects.ts';
import { distributionChart } from './distribution-chart.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';
import { lineChart } from './line-chart.ts';

function seriesTable(series: Series, run: Run): Markup {
  const rows = run.phases.flatMap((phase) => {
    const [from, to] = [Date.parse(phase.startedAt), Date.parse(phase.endedAt)];
    const values = series.points.filter(([t]) => t >= from && t < to).map(([, value]) => value);
    if (values.length === 0) return [];
    const { least, most } = extentOf(values);
    const cells = [least, mean(values), most];
    return [
      html`<tr><th scope="row">${phase.name}</th>${cells.map((value) => html`<td>${formatQuantity(value, series.unit)}</td>`)}</tr>`,
    ];
  });
  return html`<details><summary>Data of ${series.title}</summary><table class="plain numbers"><caption>By phase</caption><thead><tr><th scope="col">Phase</th><th scope="col">Least</th><th scope="col">Mean</th><th scope="col">Most</th></tr></thead><tbody>${rows}</tbody></table></details>`;
}

function seriesFinding(series: Series, run: Run): string {
  const hold = run.phases.find((phase) => phase.name === 'hold');
  const [from, to] =
    hold === undefined ? [0, Infinity] : [Date.parse(hold.startedAt), Date.parse(hold.endedAt)];
  const values = series.points.filter(([t]) => t >= from && t <= to).map(([, value]) => value);
  if (values.length === 0) return `${series.title}: no readings in the hold phase`;
  const [average, most] = [mean(values), extentOf(values).most].map((value) =>
    formatQuantity(value, series.unit),
  );
  return `${series.title}: ${average} on average${hold === undefined ? '' : ' in the hold phase'}, at most ${most}`;
}

function seriesFigure(series: Series, run: Run): Markup {
  const finding = seriesFinding(series, run);
  const chart = lineChart({
    series,
    phases: run.phases,
    runStartedAtMs: Date.parse(run.startedAt),
    target: chartTarget(series.name),
    finding,
  });
  return html`<figure><figcaption>${finding}</figcaption>${chart}${seriesTable(series, run)}</figure>`;
}

function histogramFigure(name: string, histogram: Histogram): Markup {
  const title = chartTitle(name, name);
  const at = (quantile: number): string => formatQuantity((histogram.quantileUs(quantile) ?? 0) / 1000, 'ms');
  const finding = `${title}: half within ${at(0.5)}, 95 % within ${at(0.95)}`;
  const rows = [
    ['Values', histogram.count.toLocaleString('en-US')],
    ['Mean', formatQuantity(histogram.meanUs / 1000, 'ms')],
    ...[0.5, 0.9, 0.95, 0.99, 0.999, 1].map((quantile) => [
      quantile === 1 ? 'Largest' : `p${quantile * 100}`,
      at(quantile),
    ]),
  ];
  return html`<figure><figcaption>${finding}</figcaption>${distributionChart(histogram, chartTarget(name), finding)}<details><summary>Data of ${title}</summary><table class="plain numbers"><caption>From the merged histogram</caption><tbody>${rows.map(([label, value]) => html`<tr><th scope="row">${label ?? ''}</th><td>${value ?? ''}</td></tr>`)}</tbody></table></details></figure>`;
}

/** Charts of everything that was measured over time and of every distribution. */
export function chartsView(run: Run): Markup {
  const series = run.series
    .filter(({ points }) => points.length > 1)
    .map((each) => ({ ...each, title: chartTitle(each.name, each.title) }));
  const histograms = Object.entries(run.histograms)
    .filter(([, { count }]) => count > 0)
    .map(([name, json]) => [name, Histogram.fromJson(json)] as const);
  return html`${series.length > 0 && html`<section aria-labelledby="time"><h2 id="time">Over time</h2><div class="charts">${series.map((each) => seriesFigure(each, run))}</div></section>`}
${histograms.length > 0 && html`<section aria-labelledby="distributions"><h2 id="distributions">Distributions</h2><p class="lede">The height of a curve is the share of values that were at most so large.</p><div class="charts">${histograms.map(([name, histogram]) => histogramFigure(name, histogram))}</div></section>`}`;
}
