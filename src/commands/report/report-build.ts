import { join } from 'node:path';
import { z } from 'zod';
import { buildReport } from '../../reporting/report.ts';
import { readReportTemplate } from '../../reporting/write-report.ts';
import { readHistory } from '../../results/read-history.ts';
import { RUN_FILES, writeWhole } from '../../results/write-run.ts';
import { defineCommand } from '../command.ts';
import { wholeNumber } from '../flag-schemas.ts';
import { chosenRun, oneRun, runReference } from './chosen-runs.ts';

export const reportBuild = defineCommand({
  description:
    'Writes the report of a run anew from its run.json, beside a baseline of your choice. Without one the baseline is the last sound run before it that asked for the same.',
  examples: [
    'gomeet report build',
    'gomeet report build latest --baseline 01KAXN',
    'gomeet report build 01KAXQ --last 20',
  ],
  next: 'gomeet report open',
  arguments: { run: oneRun },
  flags: {
    baseline: {
      flags: '--baseline <run>',
      description: 'the run that changes count from',
      schema: runReference,
    },
    last: {
      flags: '--last <n>',
      description: 'earlier runs in the course of each KPI (default 8)',
      schema: wholeNumber({ min: 1, max: 100, unit: 'runs' }),
    },
  },
  data: z.strictObject({
    report: z.string(),
    baseline: z.string().nullable(),
    earlier: z.array(z.string()),
  }),
  async run(ctx, { run: reference = 'latest', baseline, last }) {
    const { directory, run, name } = await chosenRun(ctx, reference);
    const chosen = baseline === undefined ? undefined : (await chosenRun(ctx, baseline)).run;
    const [template, history] = await Promise.all([
      readReportTemplate(ctx.projectRoot),
      readHistory(directory, run, { last, baseline: chosen }),
    ]);
    const path = join(directory, RUN_FILES.report);
    await writeWhole(path, buildReport(run, template, history));
    const beside =
      history.baseline === null ? 'no comparable run before it' : `beside ${history.baseline.id}`;
    return {
      data: {
        report: path,
        baseline: history.baseline?.id ?? null,
        earlier: history.earlier.map(({ id }) => id),
      },
      text: `Report: ${path} (${beside})\nNext: gomeet report open ${name}`,
    };
  },
});
