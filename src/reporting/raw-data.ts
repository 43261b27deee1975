import { gzipSync } from 'node:zlib';
import type { Run } from '../results/run.ts';
import { decimate } from './chart-scale.ts';
import type { Markup } from './html.ts';
import { html, jsonForScript, rawHtml } from './html.ts';

function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  // A spreadsheet takes a cell that begins with one of these for a formula.
  const safe = typeof value === 'string' && /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The KPI table for a spreadsheet. */
export function kpiCsv(run: Run): string {
  const head = [
    'id',
    'title',
    'unit',
    'status',
    'measured',
    'low',
    'high',
    'target',
    'critical',
    'samples',
    'provenance',
  ];
  const rows = run.kpis.map((kpi) => [
    kpi.id,
    kpi.title,
    kpi.unit,
    kpi.status,
    kpi.measured,
    kpi.interval?.[0] ?? null,
    kpi.interval?.[1] ?? null,
    kpi.target,
    kpi.critical,
    kpi.samples,
    kpi.provenance,
  ]);
  return [head, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/** Points of a series that are inlined as text: what a chart can show. All of them are in the compressed document. */
const inlinedPointsMax = 240;

/**
 * The run itself, inlined for programs (`script#gomeet-result`) and as links that save a file. Without JavaScript a link has to
 * carry the whole document: compressed it takes a fifth, which keeps the page small enough for mail.
 */
export function rawDataView(run: Run): Markup {
  const json = gzipSync(JSON.stringify(run), { level: 9 }).toString('base64');
  const inlined = {
    ...run,
    series: run.series.map((series) => ({ ...series, points: decimate(series.points, inlinedPointsMax) })),
  };
  const csv = Buffer.from(kpiCsv(run)).toString('base64');
  return html`<section aria-labelledby="raw"><h2 id="raw">Raw data</h2>
<p>Save <a download="run-${run.id}.json.gz" href="data:application/gzip;base64,${json}">run.json (compressed)</a> or <a download="kpis-${run.id}.csv" href="data:text/csv;base64,${csv}">the targets as CSV</a>. The file <code>run.json</code> also lies beside this report.</p>
<script type="application/json" id="gomeet-result">${rawHtml(jsonForScript(inlined))}</script></section>`;
}
