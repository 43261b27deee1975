import { writeWhole } from '../results/write-run.ts';
import { buildCostReport, type CostReport } from './cost-report.ts';
import { readReportTemplate } from './write-report.ts';

/** Writes the page of a bill to a file, whole or not at all. Errors as `writeWhole`. */
export async function writeCostReport(projectRoot: string, path: string, report: CostReport): Promise<void> {
  await writeWhole(path, buildCostReport(report, await readReportTemplate(projectRoot, 'cost.css')));
}
