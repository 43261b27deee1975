import { gzipSync } from 'node:zlib';
import type { Run } from '../results/run.ts';
import { decimate } from './chart-scale.ts';
import type { Markup } from './html.ts';
import { html, jsonForScript, rawHtml } from './html.ts';

/** A cell as RFC 4180 has it. */
export function csvCell(value: string | number | null): string {
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

type Readings = Run['series'][number]['points'];

/** Five digits are finer than any reading is sure of, and half the size of a double written out. */
const rounded = (points: Readings): Readings =>
  points.map(([t, value]) => [t, Number(value.toPrecision(5))] as [number, number]);

/** The run with at most so many rounded readings of each series. */
const thinned = (run: Run, pointsMax: number): Run => ({
  ...run,
  series: run.series.map((series) => ({
    ...series,
    points: pointsMax === 0 ? [] : rounded([...decimate(series.points, pointsMax)] as Readings),
  })),
});

/** The run without what only charts need. */
const figuresOf = (run: Run): Run => ({ ...thinned(run, 0), histograms: {} });

/** And without its series' names and its own tables, which the page shows: for a page that is full already. */
const leanFiguresOf = (run: Run): Run => ({ ...figuresOf(run), series: [], tables: [], shortfalls: [] });

/** Readings that compressing would take long for: beyond, they are thinned before anything is tried. */
const COMPRESSED_POINTS_MAX = 20_000;

interface Copy {
  /** Readings that each series keeps at most; null: all, unrounded. */
  readonly points: number | null;
  readonly histograms: boolean;
  readonly says: string;
}

/** From whole to thin: the first that fits is taken. */
const COPIES: readonly Copy[] = [
  { points: null, histograms: true, says: '' },
  ...[240, 60].map((points) => ({
    points,
    histograms: true,
    says: `, with at most ${points} readings of a series so that this page stays small`,
  })),
  ...[240, 60, 0].map((points) => ({
    points,
    histograms: false,
    says: `, without its histograms and with at most ${points} readings of a series so that this page stays small`,
  })),
];

const compressed = (run: Run): string => gzipSync(JSON.stringify(run), { level: 9 }).toString('base64');

const copyOf = (run: Run, { points, histograms }: Copy): Run => ({
  ...(points === null ? run : thinned(run, points)),
  ...(histograms ? {} : { histograms: {} }),
});

/** The most complete copy of the run that fits into so many bytes, compressed; null where not even the thinnest does. */
function fitting(run: Run, bytesMax: number): { readonly base64: string; readonly says: string } | null {
  const points = run.series.reduce((sum, series) => sum + series.points.length, 0);
  const most = Math.max(...COPIES.map((copy) => copy.points ?? 0));
  // Thinner copies are made of the thickest thin one: a million readings are gone through once.
  const thin = thinned(run, most);
  for (const copy of COPIES) {
    if (copy.points === null && points > COMPRESSED_POINTS_MAX) continue;
    const base64 = compressed(copyOf(copy.points === null ? run : thin, copy));
    if (base64.length <= bytesMax) return { base64, says: copy.says };
  }
  return null;
}

/** The text around the data, which counts too. */
const AROUND_BYTES = 1_200;

/**
 * The run itself: its figures inlined for programs (`script#gomeet-result`, the document without its series and histograms), the
 * targets as CSV, and the document with all or as many readings as fit, compressed. Without JavaScript a link has to carry what it
 * saves, and the page has to stay small enough for mail.
 *
 * @param bytesMax room that the page has left
 */
export function rawDataView(run: Run, bytesMax: number): Markup {
  const all = jsonForScript(figuresOf(run));
  const figures = Buffer.byteLength(all) > bytesMax / 2 ? jsonForScript(leanFiguresOf(run)) : all;
  const csv = Buffer.from(kpiCsv(run)).toString('base64');
  const room = bytesMax - Buffer.byteLength(figures) - csv.length - AROUND_BYTES;
  const whole = fitting(run, room);
  const link =
    whole === null
      ? html`All readings are in <code>run.json</code> beside this report`
      : html`<a download="run-${run.id}.json.gz" href="data:application/gzip;base64,${whole.base64}">run.json (compressed)</a>${whole.says}`;
  return html`<section aria-labelledby="raw"><h2 id="raw">Raw data</h2>
<p>Save ${link} or <a download="kpis-${run.id}.csv" href="data:text/csv;base64,${csv}">the targets as CSV</a>. The whole <code>run.json</code> lies beside this report; <code>gomeet report export --of readings --format csv</code> makes a table of it.</p>
<script type="application/json" id="gomeet-result">${rawHtml(figures)}</script></section>`;
}
