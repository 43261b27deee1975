import { join } from 'node:path';
import { RUN_FILES } from '../../results/write-run.ts';
import { defineCommand } from '../command.ts';
import { chosenRun, oneRun } from './chosen-runs.ts';
import { reportData } from './listed-runs.ts';

export const reportOpen = defineCommand({
  description: 'Opens the report of a run in the browser; without a desktop it prints where the file is.',
  examples: ['gomeet report open', 'gomeet report open 01KAXN'],
  next: 'gomeet report compare --help · gomeet report pdf',
  arguments: { run: oneRun },
  flags: {},
  data: reportData,
  async run(ctx, { run = 'latest' }) {
    // Refuses, with the reason, a run that is still going on or never wrote a result.
    const { directory } = await chosenRun(ctx, run);
    const path = join(directory, RUN_FILES.report);
    const opened = await (await ctx.desktop()).open(path);
    return {
      data: { report: path, opened },
      text: opened ? `Opened ${path}` : `Open it in a browser: ${path}`,
    };
  },
});
