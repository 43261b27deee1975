/**
 * `npm run bench:report`: how long a report takes of a run with 1,000,000 samples in its histograms, of one with 1,000,000 readings
 * in a series, and a comparison of 20 runs from reading them to its page. Targets: 1 s and 2 s. `npm run bench:report -- 20`:
 * repetitions.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildComparisonPage } from '../../src/reporting/comparison-page.ts';
import { buildReport } from '../../src/reporting/report.ts';
import { readReportTemplate } from '../../src/reporting/write-report.ts';
import { Histogram } from '../../src/results/histogram.ts';
import { readRun, runDirectories } from '../../src/results/list-runs.ts';
import { compareRuns } from '../../src/results/run-comparison.ts';
import { ulid } from '../../src/results/ulid.ts';
import { roomRun } from './room-run.ts';

const repetitions = Number(process.argv[2] ?? 9);
const SAMPLES = 1_000_000;
const template = await readReportTemplate(new URL('../..', import.meta.url).pathname, 'cost.css');
const run = roomRun();

async function measure(what: string, work: () => unknown): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < repetitions; i += 1) {
    const startedMs = performance.now();
    await work();
    times.push(performance.now() - startedMs);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0);
  process.stdout.write(`${what.padEnd(56)} median ${at(0.5).padStart(5)} ms   ${at(0)} to ${at(1)} ms\n`);
}

/** A latency that wanders between 1 and 200 ms, in microseconds. */
const sampleUs = (i: number): number => 1_000 + ((i * 7_919) % 199_000);

await measure('1,000,000 samples into a histogram, and the report', () => {
  const histogram = new Histogram();
  for (let i = 0; i < SAMPLES; i += 1) histogram.add(sampleUs(i));
  return buildReport(
    { ...run, histograms: { ...run.histograms, videoLatencyUs: histogram.toJson() } },
    template,
  );
});

const startMs = Date.parse(run.startedAt);
const points = Array.from({ length: SAMPLES }, (_, i): [number, number] => [startMs + i / 12, sampleUs(i)]);
const [series] = run.series;
if (series === undefined) throw new Error('the fixture has no series');
const long = { ...run, series: [{ ...series, points }, ...run.series.slice(1)] };
await measure('the report of 1,000,000 readings of a series', () => buildReport(long, template));

const folder = await mkdtemp(join(tmpdir(), 'gomeet-report-bench-'));
try {
  for (let i = 0; i < 20; i += 1) {
    const id = ulid(startMs + i, () => 0.5);
    await mkdir(join(folder, id));
    await writeFile(join(folder, id, 'run.json'), JSON.stringify({ ...run, id }));
  }
  await measure('20 runs read, compared, and their page', async () => {
    const runs = await Promise.all((await runDirectories(folder)).map(readRun));
    return buildComparisonPage(compareRuns(runs), template);
  });
} finally {
  await rm(folder, { recursive: true });
}
