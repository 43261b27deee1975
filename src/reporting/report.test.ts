import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { roomRun } from '../../tests/support/room-run.ts';
import { KPIS } from '../results/kpi.ts';
import { RunSchema } from '../results/run.ts';
import { historyOf } from '../results/run-history.ts';
import { judgeKpi } from '../results/verdict.ts';
import type { ReportTemplate } from './page-frame.ts';
import { kpiCsv } from './raw-data.ts';
import { buildReport, REPORT_BYTES_MAX } from './report.ts';
import { readReportTemplate } from './write-report.ts';

let template: ReportTemplate;

beforeAll(async () => {
  template = await readReportTemplate(new URL('../..', import.meta.url).pathname);
});

/** The page without what the golden file need not repeat: the style sheet, raw data and curves. */
function skeleton(page: string): string {
  return page
    .replace(/<style>[\s\S]*?<\/style>/, '<style>…</style>')
    .replace(/base64,[\w+/=]+/g, 'base64,…')
    .replace(/(id="gomeet-result">)[\s\S]*?<\/script>/, '$1…</script>')
    .replace(/ d="[^"]*"/g, ' d="…"');
}

const smallRun = () => {
  const run = roomRun();
  return {
    ...run,
    kpis: run.kpis.slice(0, 5),
    series: run.series.slice(0, 1),
    histograms: { timeToJoinUs: run.histograms.timeToJoinUs ?? roomRun().histograms.jitterUs },
  } as typeof run;
};

test('the page of a small run', async () => {
  await expect(skeleton(buildReport(smallRun(), template))).toMatchFileSnapshot('report.golden.txt');
});

/** Runs of the same trial before the fixture's, newest first, each a little slower. */
const earlierRuns = (count: number) =>
  Array.from({ length: count }, (_, i) => {
    const run = roomRun();
    const kpis = run.kpis.map((kpi) =>
      kpi.id === 'video-latency-p95' && kpi.measured !== null
        ? {
            ...kpi,
            measured: kpi.measured * 1.5,
            interval: [kpi.measured * 1.45, kpi.measured * 1.55] as [number, number],
          }
        : kpi,
    );
    return { ...run, kpis, id: `01KAA${String(900 - i).padStart(21, '0')}` };
  });

describe('beside earlier runs', () => {
  const page = () => {
    const run = roomRun();
    return buildReport(run, template, historyOf(run, earlierRuns(3), 8, null));
  };

  test('each target has its change and its course', () => {
    expect(page()).toMatch(/id="kpi-video-latency-p95"[\s\S]*?▲<\/span> better[\s\S]*?4 runs: /);
    expect(page()).toMatch(/id="kpi-participants-joined"[\s\S]*?=<\/span> no change/);
  });

  test('the baseline and the last runs stand side by side', () => {
    expect(page()).toContain('Of 3 sound runs before it');
    expect(page().match(/<th scope="col">(?:baseline )?<code>/g)).toHaveLength(4);
  });

  test('a first run says nothing of a baseline', () => {
    expect(buildReport(roomRun(), template)).not.toMatch(/id="history"|Against the baseline/);
  });
});

describe('the report of a room of 500', () => {
  const run = roomRun();
  const page = () => buildReport(run, template);

  test('says the verdict before anything else', () => {
    const text = page()
      .replace(/<style>[\s\S]*?<\/style>/, '')
      .replace(/<head>[\s\S]*<\/head>/, '')
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ');
    expect(text).toMatch(/^ ?gomeet · loadtest room · local ✓ PASS 15 of 15 targets met/);
  });

  test('is small enough for mail', () => {
    expect(Buffer.byteLength(page())).toBeLessThanOrEqual(REPORT_BYTES_MAX);
  });

  test('stays small beside its history, with a million readings, and says what it left out', () => {
    const points = Array.from({ length: 1_000_000 }, (_, i): [number, number] => [
      Date.parse(run.startedAt) + i,
      i % 977,
    ]);
    const [first] = run.series;
    if (first === undefined) throw new Error('the fixture has no series');
    const long = { ...run, series: [{ ...first, points }, ...run.series.slice(1)] };
    const text = buildReport(long, template, historyOf(long, earlierRuns(8), 8, null));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(REPORT_BYTES_MAX);
    expect(text).toContain('so that this page stays small');
  });

  test('reaches for nothing outside of itself', () => {
    expect(page().match(/(?:src|href|action)="(?!data:|#)[^"]*|url\(|@import|<link/g)).toBeNull();
    expect(page()).toContain(`content="default-src 'none'`);
  });

  test('carries the run itself, for programs and for saving', () => {
    const inlined = page().match(/id="gomeet-result">([\s\S]*?)<\/script>/)?.[1] ?? '';
    const withoutCharts = {
      ...run,
      series: run.series.map((each) => ({ ...each, points: [] })),
      histograms: {},
    };
    expect(JSON.parse(inlined)).toEqual(withoutCharts);
    expect(RunSchema.safeParse(JSON.parse(inlined)).success).toBe(true);
    const saved = page().match(/data:application\/gzip;base64,([\w+/=]+)/)?.[1] ?? '';
    expect(JSON.parse(gunzipSync(Buffer.from(saved, 'base64')).toString())).toEqual(run);
  });

  test('prints refusals even where all went well', () => {
    expect(page()).toContain('Requests that the platform refused: 3');
    expect(buildReport(roomRun({ refusals: [] }), template)).toContain('refused no request');
  });

  test('lists what was not in scope', () => {
    expect(page()).toContain(`Not in the scope of this run: ${KPIS.length - roomRun().kpis.length} KPIs`);
  });
});

describe('bad news', () => {
  test('a failed gate is told at the head and where the gates are', () => {
    const gates = [
      { id: 'cpu', title: 'CPU was left', passed: false, found: '91 %', needed: 'at most 80 %' },
    ];
    const page = buildReport(roomRun({ gates }), template);
    expect(page).toMatch(/<h1>.*INCONCLUSIVE/);
    expect(page).toContain('1 of 1 validity gates failed, so the numbers of this run prove nothing.');
  });

  test('a partial run says PARTIAL in its verdict, with the reason', () => {
    const page = buildReport(roomRun({ partial: true, partialReason: 'interrupted by Ctrl-C' }), template);
    expect(page).toMatch(/<h1>.*PARTIAL/);
    expect(page).toMatch(/<title>INCONCLUSIVE \(PARTIAL\)/);
    expect(page).toContain('interrupted by Ctrl-C');
  });

  test('a run that measured nothing still has a report', () => {
    const kpis = [judgeKpi('uptime', { kind: 'proportion', successes: 0, trials: 0 })];
    const empty = {
      series: [],
      histograms: {},
      counts: {},
      phases: [],
      generator: [],
      gates: [],
      limits: [],
      findings: [],
    };
    const page = buildReport(roomRun({ ...empty, kpis, partial: true }), template);
    expect(page).toContain('NO DATA');
    expect(page).not.toMatch(/NaN|Infinity|undefined/);
  });
});

test('hostile names stay text', () => {
  const hostile = `</script><img src=x onerror=alert(1)>{{body}}$&`;
  const page = buildReport(
    roomRun({
      kind: hostile,
      target: hostile,
      command: hostile,
      parameters: { room: hostile },
      partial: true,
      partialReason: hostile,
      errors: [{ what: hostile, count: 1, example: hostile, firstAt: null, lastAt: null }],
      shortfalls: [{ participant: hostile, track: hostile, expected: 1, received: 0, reason: hostile }],
      findings: [{ code: 'x', severity: 'error', title: hostile, evidence: hostile, advice: hostile }],
    }),
    template,
  );
  expect(page).not.toContain('<img');
  expect(page.match(/<\/script>/g)).toHaveLength(1);
  expect(page.match(/<main>/g)).toHaveLength(1);
  expect(page).toContain('{{body}}$&amp;');
});

test('the targets as CSV, with cells that a spreadsheet cannot take for formulas', () => {
  const [kpi] = roomRun().kpis;
  if (kpi === undefined) throw new Error('the fixture has no KPI');
  const csv = kpiCsv(roomRun({ kpis: [{ ...kpi, title: '=HYPERLINK("x"), joined' }] }));
  expect(csv).toBe(
    'id,title,unit,status,measured,low,high,target,critical,samples,provenance\r\n' +
      `participants-joined,"'=HYPERLINK(""x""), joined",%,PASS,100,100,100,100,99,500,measured\r\n`,
  );
});
