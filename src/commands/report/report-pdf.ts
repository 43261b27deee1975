import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { ExitCode, GomeetError } from '../../errors.ts';
import { requireProgram } from '../../loadtest/require-tools.ts';
import { whyUnreadable } from '../../read-text.ts';
import { RUN_FILES, writeWhole } from '../../results/write-run.ts';
import { defineCommand } from '../command.ts';
import { chosenRun, outFile, runReference } from './chosen-runs.ts';

export const reportPdf = defineCommand({
  description:
    'Prints a report as PDF on A4 by the Chromium of this machine, without network and without JavaScript: of a run, or a page that gomeet wrote, such as that of report readiness.',
  examples: [
    'gomeet report pdf',
    'gomeet report pdf 01KAXN --out report.pdf',
    'gomeet report pdf reports/readiness/index.html',
  ],
  next: 'gomeet report serve',
  arguments: {
    subject: {
      name: '[run]',
      description: 'a run, or a file that ends in .html; the newest run when not given',
      schema: runReference,
    },
  },
  flags: { out: outFile('where the PDF is written (default: beside the page)') },
  data: z.strictObject({ file: z.string(), page: z.string(), bytes: z.int() }),
  async run(ctx, { subject = 'latest', out }) {
    const page = subject.endsWith('.html')
      ? resolve(ctx.cwd, subject)
      : join((await chosenRun(ctx, subject)).directory, RUN_FILES.report);
    await access(page).catch((cause: unknown) => {
      throw new GomeetError(`${page} cannot be read: ${whyUnreadable(cause)}`, {
        exitCode: ExitCode.usage,
        code: 'no-page',
        hint: 'gomeet report build   writes the page of a run anew; gomeet report readiness that for managers',
        cause,
      });
    });
    const executable = await requireProgram(await ctx.localTarget(), 'chromium');
    const { pdf } = await (await ctx.browsers()).print({ executable, page });
    const file = out === undefined ? page.replace(/\.html$/, '.pdf') : resolve(ctx.cwd, out);
    await writeWhole(file, pdf);
    return { data: { file, page, bytes: pdf.byteLength }, text: `PDF: ${file}` };
  },
});
