import { bucketBounds, Histogram } from '../results/histogram.ts';
import type { Run } from '../results/run.ts';
import type { RunComparison } from '../results/run-comparison.ts';
import { formatQuantity } from '../units.ts';
import { decimate, type Point } from './chart-scale.ts';
import { chartTitle } from './chart-subjects.ts';
import { curveChart } from './curve-chart.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';
import { fillFrame, type ReportTemplate } from './page-frame.ts';
import { comparedKpisView, differencesView, shortId } from './run-comparison-view.ts';
import { statusBadge } from './status-view.ts';
import { formatTime } from './verdict-view.ts';

/** More curves than this cannot be told apart: the baseline and the newest are drawn. */
const CURVES_MAX = 5;
const CURVE_POINTS = 60;

/** The page that sets several runs side by side. The template's style sheet must hold cost.css too, for its curves. */
export function buildComparisonPage(comparison: RunComparison, template: ReportTemplate): string {
  const { runs, kpis } = comparison;
  const words = changesText(comparison);
  const body = html`<header class="verdict"><p class="kicker">gomeet · comparison · ${[...new Set(runs.map(({ kind }) => kind))].join(', ')}</p>
<h1>${runs.length} runs side by side <span class="words">${words}</span></h1></header>
<main><section aria-labelledby="kpis"><h2 id="kpis">Targets</h2>${comparedKpisView({ ...comparison, kpis })}</section>
<section aria-labelledby="differences"><h2 id="differences">What else was different</h2>${differencesView(comparison)}</section>
${distributionsView(drawn(runs))}
<section aria-labelledby="runs"><h2 id="runs">The runs</h2><table class="plain"><thead><tr><th scope="col">Run</th><th scope="col">When</th><th scope="col">Verdict</th><th scope="col">Command</th></tr></thead><tbody>${runs.map(
    (run) =>
      html`<tr><th scope="row"><code>${run.id}</code></th><td>${formatTime(run.startedAt)}</td><td>${statusBadge(run.verdict.status)}</td><td><code>${run.command}</code></td></tr>`,
  )}</tbody></table></section></main>`;
  return fillFrame(template, `Comparison of ${runs.length} runs`, body);
}

/** `2 better, 1 worse`: of the last run against the first. */
export function changesText({ kpis }: Pick<RunComparison, 'kpis'>): string {
  const words = kpis.flatMap(({ changes }) => changes.at(-1)?.change ?? []);
  const told = ['worse', 'better', 'undecided', 'no change', 'not comparable'].flatMap((word) => {
    const n = words.filter((each) => each === word).length;
    return n === 0 ? [] : [`${n} ${word}`];
  });
  return told.length === 0 ? 'they have no KPI in common' : `the last against the first: ${told.join(', ')}`;
}

const drawn = (runs: readonly Run[]): readonly Run[] =>
  runs.length <= CURVES_MAX ? runs : [...runs.slice(0, 1), ...runs.slice(-(CURVES_MAX - 1))];

/** Distributions that at least two of the runs have, one curve a run. */
function distributionsView(runs: readonly Run[]): Markup | null {
  const names = [...new Set(runs.flatMap(({ histograms }) => Object.keys(histograms)))];
  const figures = names.flatMap((name) => {
    const having = runs.flatMap((run) => {
      const json = run.histograms[name];
      return json === undefined || json.count === 0
        ? []
        : [{ id: run.id, histogram: Histogram.fromJson(json) }];
    });
    return having.length < 2 ? [] : [distributionFigure(chartTitle(name, name), having)];
  });
  if (figures.length === 0) return null;
  return html`<section aria-labelledby="distributions"><h2 id="distributions">Distributions</h2><p class="lede">The height of a curve is the share of values that were at most so large; the tail beyond 99 % is left out.</p><div class="charts">${figures}</div></section>`;
}

function distributionFigure(
  title: string,
  runs: readonly { readonly id: string; readonly histogram: Histogram }[],
): Markup {
  const p95 = runs.map(
    ({ id, histogram }) => `${shortId(id)} ${formatQuantity((histogram.quantileUs(0.95) ?? 0) / 1000, 'ms')}`,
  );
  const finding = `${title}, p95: ${p95.join(', ')}`;
  const chart = curveChart({
    curves: runs.map(({ id, histogram }) => ({ name: shortId(id), points: sharesOf(histogram) })),
    x: { title: title.slice(0, 40), text: (value) => (value === 0 ? '0' : formatQuantity(value, 'ms')) },
    y: { title: 'share of all', text: (value) => `${value} %` },
    finding,
  });
  return html`<figure tabindex="0"><figcaption>${finding}</figcaption>${chart}</figure>`;
}

function sharesOf(histogram: Histogram): readonly Point[] {
  let seen = 0;
  const points = histogram.buckets().map(([index, n]) => {
    seen += n;
    return [bucketBounds(index).high / 1000, (100 * seen) / histogram.count] as const;
  });
  const shown = points.filter(([, share], i) => i === 0 || share <= 99);
  return decimate([[shown[0]?.[0] ?? 0, 0], ...shown], CURVE_POINTS);
}
