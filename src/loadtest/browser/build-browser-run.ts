import type { Run } from '../../results/run.ts';
import { judgeRun } from '../../results/verdict.ts';
import { buildRun, type LoadOutcome } from '../build-run.ts';
import { holdOf } from '../generator-result.ts';
import { browserGates } from './browser-gates.ts';
import { type CrewOutcome, measureBrowsers, withBrowsers } from './browser-result.ts';
import { comparisonFindings } from './comparison-findings.ts';
import { comparisonTables } from './comparison-tables.ts';

/** Judges a room that browsers sat in: the room's run, with what the browsers measured beside it. */
export function buildBrowserRun(outcome: LoadOutcome, crew: CrewOutcome): Run {
  const hold = holdOf(outcome.result);
  const browsers = measureBrowsers(crew, hold);
  const result = withBrowsers(outcome.result, browsers);
  const dropped = crew.records.find(({ failure }) => failure !== null);
  const run = buildRun({
    ...outcome,
    result,
    partialReason:
      outcome.partialReason ?? (dropped ? `${dropped.name} dropped out: ${dropped.failure}` : null),
  });
  const gates =
    hold === undefined ? run.gates : [...run.gates, ...browserGates(browsers, outcome.samples, hold)];
  return {
    ...run,
    gates,
    findings: [...run.findings, ...comparisonFindings(result, browsers)],
    tables: [...comparisonTables(result, browsers), ...(run.tables ?? [])],
    verdict: judgeRun({ kpis: run.kpis, gates, partial: run.partial }),
  };
}
