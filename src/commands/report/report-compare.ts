import { resolve } from 'node:path';
import { z } from 'zod';
import { ExitCode, GomeetError } from '../../errors.ts';
import { buildComparisonPage } from '../../reporting/comparison-page.ts';
import { runComparisonTextView } from '../../reporting/run-comparison-text-view.ts';
import { readReportTemplate } from '../../reporting/write-report.ts';
import { compareRuns } from '../../results/run-comparison.ts';
import { writeWhole } from '../../results/write-run.ts';
import { defineCommand } from '../command.ts';
import { onOff } from '../flag-schemas.ts';
import { chosenRun, outFile, runReference } from './chosen-runs.ts';
import { comparisonData, comparisonDocument } from './comparison-document.ts';

const RUNS_MAX = 50;

export const reportCompare = defineCommand({
  description:
    'Sets runs side by side: each KPI with its 95 % interval, how it differs from the first run, and what else was not the same.',
  examples: [
    'gomeet report compare 01KAXN latest',
    'gomeet report compare 01KAXN 01KAXP 01KAXQ --out comparison.html',
    'gomeet report compare 01KAXN latest --fail-on-worse',
  ],
  next: 'gomeet report trend',
  arguments: {
    runs: {
      name: '<runs...>',
      description: 'ids, beginnings of ids, latest, or directories; the first is the baseline',
      schema: z
        .array(runReference)
        .min(2, 'accepted: two runs or more, the baseline first')
        .max(RUNS_MAX, `accepted: at most ${RUNS_MAX} runs`),
    },
  },
  flags: {
    out: outFile('write the comparison there, as one page of HTML'),
    failOnWorse: {
      flags: '--fail-on-worse',
      description: 'exit 3 when a KPI of the last run is worse than in the first',
      schema: onOff,
    },
  },
  data: comparisonData.extend({ file: z.string().nullable() }),
  async run(ctx, { runs = [], out, failOnWorse }) {
    const chosen = await Promise.all(runs.map(async (reference) => (await chosenRun(ctx, reference)).run));
    const twice = chosen.find(({ id }, index) => chosen.findIndex((run) => run.id === id) < index);
    if (twice !== undefined)
      throw new GomeetError(
        `${twice.id} is named twice, and cannot differ from itself; accepted: other runs`,
        {
          exitCode: ExitCode.usage,
          code: 'same-run',
          hint: 'gomeet report list',
        },
      );
    const comparison = compareRuns(chosen);
    const file = out === undefined ? null : resolve(ctx.cwd, out);
    if (file !== null)
      await writeWhole(
        file,
        buildComparisonPage(comparison, await readReportTemplate(ctx.projectRoot, 'cost.css')),
      );
    const worse = comparison.kpis.some(({ changes }) => changes.at(-1)?.change === 'worse');
    const next = file === null ? 'add --out comparison.html for a page with distributions' : `open ${file}`;
    return {
      data: { ...comparisonDocument(comparison), file },
      text: `${runComparisonTextView(comparison)}\nNext: ${next}`,
      exitCode: failOnWorse && worse ? ExitCode.missed : ExitCode.ok,
    };
  },
});
