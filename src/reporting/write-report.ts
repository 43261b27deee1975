import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readHistory } from '../results/read-history.ts';
import type { Run } from '../results/run.ts';
import { writeRun } from '../results/write-run.ts';
import type { ReportTemplate } from './page-frame.ts';
import { buildReport } from './report.ts';

/**
 * Reads the frame and the style sheet of the report from `reports/templates/` of the project. Style sheets named beside it
 * come after it, for pages that show what a run's report does not.
 */
export async function readReportTemplate(
  projectRoot: string,
  ...moreStyles: readonly string[]
): Promise<ReportTemplate> {
  const read = (name: string): Promise<string> =>
    readFile(join(projectRoot, 'reports', 'templates', name), 'utf8');
  const [frame = '', ...styles] = await Promise.all(
    ['report.html', 'report.css', ...moreStyles].map((name) => read(name)),
  );
  return { frame, style: styles.join('\n') };
}

/**
 * Writes `run.json` and `report.html` into the run's directory, each whole or not at all. The report sets the run beside the
 * comparable ones in the folders around it. Errors as `writeRun`.
 */
export async function writeReport(
  projectRoot: string,
  runDirectory: string,
  run: Run,
): Promise<{ readonly runPath: string; readonly reportPath: string }> {
  const [template, history] = await Promise.all([
    readReportTemplate(projectRoot),
    readHistory(runDirectory, run),
  ]);
  return writeRun(runDirectory, run, buildReport(run, template, history));
}
