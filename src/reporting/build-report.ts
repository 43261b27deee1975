import type { Run } from '../results/run.ts';
import { html } from './html.ts';

/** The report of a run: one HTML file that needs no network and no JavaScript to be read. */
export function buildReport(run: Run): string {
  return html`<!doctype html><title>${run.verdict.summary}</title>`.text;
}
