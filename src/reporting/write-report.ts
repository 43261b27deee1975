import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Run } from '../results/run.ts';
import { writeRun } from '../results/write-run.ts';
import type { ReportTemplate } from './report.ts';
import { buildReport } from './report.ts';

/** Reads the frame and the style sheet of the report from `reports/templates/` of the project. */
export async function readReportTemplate(projectRoot: string): Promise<ReportTemplate> {
  const directory = join(projectRoot, 'reports', 'templates');
  const [frame, style] = await Promise.all([
    readFile(join(directory, 'report.html'), 'utf8'),
    readFile(join(directory, 'report.css'), 'utf8'),
  ]);
  return { frame, style };
}

/** Writes `run.json` and `report.html` into the run's directory, each whole or not at all. Errors as `writeRun`. */
export async function writeReport(
  projectRoot: string,
  runDirectory: string,
  run: Run,
): Promise<{ readonly runPath: string; readonly reportPath: string }> {
  return writeRun(runDirectory, run, buildReport(run, await readReportTemplate(projectRoot)));
}
