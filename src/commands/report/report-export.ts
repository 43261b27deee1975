import { resolve } from 'node:path';
import { z } from 'zod';
import { ExitCode, GomeetError } from '../../errors.ts';
import { EXPORT_FORMATS, EXPORT_PARTS, exportRun } from '../../reporting/run-export.ts';
import { writeWhole } from '../../results/write-run.ts';
import { defineCommand } from '../command.ts';
import { oneOf } from '../flag-schemas.ts';
import { chosenRun, oneRun, outFile } from './chosen-runs.ts';

export const reportExport = defineCommand({
  description:
    'A run for other programs: json is its whole document, csv the KPIs or every reading, md a table for a ticket, junit a test case for each KPI and validity gate.',
  examples: [
    'gomeet report export --format csv > kpis.csv',
    'gomeet report export 01KAXN --format csv --of readings --out readings.csv',
    'gomeet report export --format junit --out kpis.xml',
  ],
  next: 'gomeet report --help',
  arguments: { run: oneRun },
  flags: {
    format: {
      flags: '--format <format>',
      description: 'json (the default), csv, md or junit',
      schema: oneOf(EXPORT_FORMATS),
    },
    of: {
      flags: '--of <part>',
      description: 'what csv holds: kpis (the default) or readings',
      schema: oneOf(EXPORT_PARTS),
    },
    out: outFile('write it there instead of standard output'),
  },
  data: z.strictObject({
    run: z.string(),
    format: z.enum(EXPORT_FORMATS),
    file: z.string().nullable(),
    text: z.string().nullable().describe('the export itself; null where it was written to a file'),
  }),
  async run(ctx, { run: reference = 'latest', format = 'json', of, out }) {
    if (of === 'readings' && format !== 'csv')
      throw new GomeetError(`--of readings is a table: --format ${format} has none`, {
        exitCode: ExitCode.usage,
        code: 'contradiction',
        hint: 'gomeet report export --format csv --of readings',
      });
    const { run } = await chosenRun(ctx, reference);
    const text = exportRun(run, format, of ?? 'kpis');
    const file = out === undefined ? null : resolve(ctx.cwd, out);
    if (file !== null) await writeWhole(file, text);
    return {
      data: { run: run.id, format, file, text: file === null ? text : null },
      text: file === null ? text.trimEnd() : `Written to ${file}`,
      isVerbatim: file === null,
    };
  },
});
