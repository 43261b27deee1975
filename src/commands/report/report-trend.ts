import { resolve } from 'node:path';
import { z } from 'zod';
import { ExitCode, GomeetError } from '../../errors.ts';
import { runComparisonTextView } from '../../reporting/run-comparison-text-view.ts';
import { buildTrendPage } from '../../reporting/trend-page.ts';
import { parametersText } from '../../reporting/trial-text.ts';
import { readReportTemplate } from '../../reporting/write-report.ts';
import { listRuns } from '../../results/list-runs.ts';
import { type Trial, trendOf, trialsOf } from '../../results/trials.ts';
import { writeWhole } from '../../results/write-run.ts';
import { defineCommand } from '../command.ts';
import { wholeNumber } from '../flag-schemas.ts';
import { outFile, runsDirectoryOf } from './chosen-runs.ts';
import { comparisonData, comparisonDocument } from './comparison-document.ts';

export const reportTrend = defineCommand({
  description:
    'The course of every KPI over the sound runs that asked for the same, oldest first: of the newest such series, or of the newest of a kind.',
  examples: [
    'gomeet report trend',
    'gomeet report trend "loadtest room" --last 30',
    'gomeet report trend performance-check --out trend.html',
  ],
  next: 'gomeet report compare --help',
  arguments: {
    kind: {
      name: '[kind]',
      description: 'kind of run, such as quickstart or "loadtest room"',
      schema: z.string().min(1),
    },
  },
  flags: {
    last: {
      flags: '--last <n>',
      description: 'how many runs it looks back on (default 20)',
      schema: wholeNumber({ min: 2, max: 200, unit: 'runs' }),
    },
    out: outFile('write the trend there, as one page of HTML with a chart for each KPI'),
  },
  data: comparisonData.extend({ kind: z.string(), file: z.string().nullable() }),
  async run(ctx, { kind, last = 20, out }) {
    const runs = (await listRuns(await runsDirectoryOf(ctx))).flatMap(({ run }) => run ?? []);
    const trial = repeatedTrial(trialsOf(runs), kind);
    const trend = trendOf(trial, last);
    const file = out === undefined ? null : resolve(ctx.cwd, out);
    if (file !== null)
      await writeWhole(file, buildTrendPage(trial, trend, await readReportTemplate(ctx.projectRoot)));
    return {
      data: { kind: trial.kind, ...comparisonDocument(trend), file },
      text: `${trial.kind} · ${parametersText(trial.parameters)}\n${runComparisonTextView(trend)}\nNext: ${file === null ? 'add --out trend.html for charts' : `open ${file}`}`,
    };
  },
});

/** @throws GomeetError (inconclusive) where nothing was measured twice, naming what was measured once */
function repeatedTrial(trials: readonly Trial[], kind: string | undefined): Trial {
  const found = trials.find((trial) => trial.runs.length > 1 && (kind === undefined || trial.kind === kind));
  if (found !== undefined) return found;
  const kinds = [...new Set(trials.map((trial) => trial.kind))];
  const known = kinds.length === 0 ? 'there are no sound runs' : `measured once: ${kinds.join(', ')}`;
  throw new GomeetError(
    `there is no trend: no ${kind === undefined ? 'trial' : `run of kind "${kind}"`} was made twice with the same parameters (${known})`,
    { exitCode: ExitCode.inconclusive, code: 'no-trend', hint: 'gomeet performance-check, twice' },
  );
}
