import type { Run } from '../results/run.ts';
import type { Markup } from './html.ts';
import { html } from './html.ts';

/** What holds for every run of gomeet. What is special to one kind of run is in `run.method`. */
const ALWAYS = [
  'Latency counts from the intended moment of a request, not from when a busy generator got round to sending it.',
  'Percentiles come from merged histograms with buckets at most 1/128 (0.8 %) wide; percentiles are never averaged.',
  'The interval of a percentile is distribution-free: order statistics at ranks n·q ± 1.96·√(n·q·(1−q)). A target is met or missed only if the whole interval says so; otherwise the status is INCONCLUSIVE.',
  'CPU and memory of the host are judged in the hold phase only. A value without samples is NO DATA, never PASS.',
] as const;

/** How the numbers came about. */
export function methodView(run: Run): Markup {
  return html`<section aria-labelledby="method"><h2 id="method">Method</h2><ul class="method">${[...run.method, ...ALWAYS].map((sentence) => html`<li>${sentence}</li>`)}</ul></section>`;
}
