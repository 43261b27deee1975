import { join } from 'node:path';
import { z } from 'zod';
import { buildRunsPage } from '../../reporting/runs-page.ts';
import { readReportTemplate } from '../../reporting/write-report.ts';
import { listRuns, noRuns } from '../../results/list-runs.ts';
import { trialsOf } from '../../results/trials.ts';
import { writeWhole } from '../../results/write-run.ts';
import { defineCommand } from '../command.ts';
import { runsDirectoryOf } from './chosen-runs.ts';

export const reportIndex = defineCommand({
  description:
    'Writes index.html into the folder of the runs: all of them with their verdicts and links, and the trends of what was measured more than once.',
  examples: ['gomeet report index'],
  next: 'gomeet report serve',
  arguments: {},
  flags: {},
  data: z.strictObject({ file: z.string(), runs: z.int(), trials: z.int() }),
  async run(ctx) {
    const directory = await runsDirectoryOf(ctx);
    const runs = await listRuns(directory);
    if (runs.length === 0) throw noRuns(directory);
    const trials = trialsOf(runs.flatMap(({ run }) => run ?? []));
    const file = join(directory, 'index.html');
    const template = await readReportTemplate(ctx.projectRoot);
    await writeWhole(file, buildRunsPage({ runs, trials, base: '', links: [] }, template));
    return {
      data: { file, runs: runs.length, trials: trials.length },
      text: `Index of ${runs.length} runs: ${file}\nNext: gomeet report serve`,
    };
  },
});
