import { join, resolve } from 'node:path';
import { z } from 'zod';
import { reportListView } from '../reporting/report-list-view.ts';
import { findRun, listRuns, readRun } from '../results/list-runs.ts';
import { RUN_FILES } from '../results/write-run.ts';
import { defineCommand } from './command.ts';
import { oneOf } from './flag-schemas.ts';

export const report = defineCommand({
  description: 'Lists the runs that were made here, or opens the report of one of them.',
  examples: ['gomeet report list', 'gomeet report open', 'gomeet report open 01KAXN'],
  arguments: {
    action: { name: '<action>', description: 'open or list', schema: oneOf(['open', 'list']) },
    run: {
      name: '[run]',
      description: 'beginning of a run id; the newest when not given',
      schema: z.string().min(1),
    },
  },
  flags: {},
  data: z.object({
    runs: z
      .array(
        z.object({
          id: z.string(),
          startedAt: z.string().nullable(),
          kind: z.string().nullable(),
          verdict: z.string().nullable(),
        }),
      )
      .optional(),
    report: z.string().optional(),
    opened: z.boolean().optional(),
  }),
  async run(ctx, { action, run }) {
    const runsDirectory = resolve(ctx.cwd, (await ctx.config()).values.reports.directory);
    if (action === 'list') {
      const runs = await listRuns(runsDirectory);
      return {
        data: {
          runs: runs.map(({ id, run: stored }) => ({
            id,
            startedAt: stored?.startedAt ?? null,
            kind: stored?.kind ?? null,
            verdict: stored?.verdict.status ?? null,
          })),
        },
        text: reportListView(runs),
      };
    }
    const runDirectory = await findRun(runsDirectory, run ?? 'latest');
    // Refuses, with the reason, a run that is still going on or never wrote a result.
    await readRun(runDirectory);
    const path = join(runDirectory, RUN_FILES.report);
    const opened = await (await ctx.desktop()).open(path);
    return {
      data: { report: path, opened },
      text: opened ? `Opened ${path}` : `Open it in a browser: ${path}`,
    };
  },
});
