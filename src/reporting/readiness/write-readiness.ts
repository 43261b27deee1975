import { join } from 'node:path';
import type { StoredRun } from '../../results/list-runs.ts';
import { trialsOf } from '../../results/trials.ts';
import { makeFolder, writeWhole } from '../../results/write-run.ts';
import { costComparisonOf } from '../cost-comparison.ts';
import { buildCostReport } from '../cost-report.ts';
import { buildRunsPage } from '../runs-page.ts';
import { readReportTemplate } from '../write-report.ts';
import type { ReadinessFacts } from './facts.ts';
import { buildInfrastructurePage } from './infrastructure-page.ts';
import { PAGES, type PageId, pagesNav } from './pages.ts';
import { buildReadinessPage } from './readiness-page.ts';
import { buildRecoveryPage } from './recovery-page.ts';
import { buildReferencePage } from './reference-page.ts';
import { buildTasksPage } from './tasks-page.ts';

/** Every page as text, by what it is. The first is whole without the others; they are its evidence. */
function buildReadinessPages(
  facts: ReadinessFacts,
  stored: readonly StoredRun[],
  template: { readonly frame: string; readonly style: string },
): Readonly<Record<PageId, string>> {
  const { priced, study, madeAtMs, runsBase } = facts;
  const links = Object.values(PAGES).map(({ file, title }) => ({ title, href: file }));
  return {
    index: buildReadinessPage(facts, template),
    cost: buildCostReport(
      {
        ...priced,
        ...study,
        name: priced.plan.name,
        day: new Date(madeAtMs).toISOString().slice(0, 'YYYY-MM-DD'.length),
        comparison:
          priced.comparison === null ? null : costComparisonOf(priced.comparison, priced.bill.provider),
        warnings: [...new Set([...priced.plan.warnings, ...priced.warnings, ...study.warnings])],
      },
      template,
      pagesNav('cost'),
    ),
    infrastructure: buildInfrastructurePage(facts, template),
    recovery: buildRecoveryPage(facts, template),
    tasks: buildTasksPage(facts, template),
    reference: buildReferencePage(facts, template),
    runs: buildRunsPage({ runs: stored, trials: trialsOf(facts.runs), base: runsBase, links }, template),
  };
}

/** Writes all pages into a folder, which it makes. Errors as `writeWhole`. */
export async function writeReadiness(
  projectRoot: string,
  folder: string,
  facts: ReadinessFacts,
  stored: readonly StoredRun[],
): Promise<readonly string[]> {
  const template = await readReportTemplate(projectRoot, 'cost.css', 'readiness.css');
  await makeFolder(folder);
  const pages = buildReadinessPages(facts, stored, template);
  const files = Object.entries(pages).map(([id, text]) => ({
    path: join(folder, PAGES[id as PageId].file),
    text,
  }));
  for (const { path, text } of files) await writeWhole(path, text);
  return files.map(({ path }) => path);
}
