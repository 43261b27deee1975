import type { Run } from '../results/run.ts';
import { formatCritical, formatTarget } from '../results/verdict.ts';
import { formatNumber, formatQuantity } from '../units.ts';
import { intervalText } from './kpi-table-view.ts';
import { csvCell, kpiCsv } from './raw-data.ts';
import { statusGlyph } from './status-view.ts';
import { formatTime } from './verdict-view.ts';
import { escapeXml } from './xml-text.ts';

export const EXPORT_FORMATS = ['json', 'csv', 'md', 'junit'] as const;
export const EXPORT_PARTS = ['kpis', 'readings'] as const;

/** A run in a form that other programs take. Every text ends in a line feed. @param part what a table of CSV holds */
export function exportRun(
  run: Run,
  format: (typeof EXPORT_FORMATS)[number],
  part: (typeof EXPORT_PARTS)[number],
): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(run, null, 1)}\n`;
    case 'csv':
      return part === 'kpis' ? kpiCsv(run) : readingsCsv(run);
    case 'md':
      return markdown(run);
    case 'junit':
      return junit(run);
  }
}

/** Every reading of every series, one a line, with the phase that it fell into. */
function readingsCsv({ series, phases }: Run): string {
  const spans = phases.map((phase) => ({
    name: phase.name,
    from: Date.parse(phase.startedAt),
    to: Date.parse(phase.endedAt),
  }));
  const phaseAt = (t: number): string => spans.find(({ from, to }) => t >= from && t < to)?.name ?? '';
  const lines = series.flatMap(({ name, unit, points }) =>
    points.map(([t, value]) =>
      [new Date(t).toISOString(), phaseAt(t), name, unit, value].map(csvCell).join(','),
    ),
  );
  return `${['time,phase,series,unit,value', ...lines].join('\r\n')}\r\n`;
}

/** Text that a table cell of Markdown keeps as it is, and that no renderer takes for HTML. */
const cell = (text: string): string =>
  text
    .replaceAll(/[\\|*_`[\]]/g, (character) => `\\${character}`)
    .replaceAll('<', '&lt;')
    .replaceAll(/\s+/g, ' ');

function markdown(run: Run): string {
  const rows = run.kpis.map((kpi) => [
    kpi.title,
    `${statusGlyph(kpi.status)} ${kpi.status}`,
    kpi.measured === null ? '—' : formatQuantity(kpi.measured, kpi.unit),
    intervalText(kpi) ?? '—',
    formatTarget(kpi),
    formatCritical(kpi),
    formatNumber(kpi.samples),
    kpi.provenance,
  ]);
  const table = [
    ['KPI', 'Status', 'Measured', '95 % interval', 'Target', 'Critical', 'Samples', 'How'],
    ['---', '---', '---:', '---', '---:', '---:', '---:', '---'],
    ...rows.map((row) => row.map(cell)),
  ];
  const findings = run.findings.map(
    ({ title, evidence, advice }) => `- **${cell(title)}** ${cell(evidence)} → ${cell(advice)}`,
  );
  return [
    `# ${cell(run.kind)}: ${cell(run.verdict.summary)}`,
    '',
    `Run ${run.id}, ${formatTime(run.startedAt)}, ${cell(run.target)}: ${cell(run.command)}`,
    '',
    ...table.map((row) => `| ${row.join(' | ')} |`),
    ...(findings.length > 0 ? ['', '## What limits us, and what to do', '', ...findings] : []),
    '',
  ].join('\n');
}

/** One test case for each KPI and each validity gate, as CI servers read it. What could not be decided is skipped, not failed. */
function junit(run: Run): string {
  const kpis = run.kpis.map((kpi) => {
    const found = kpi.measured === null ? 'no data' : formatQuantity(kpi.measured, kpi.unit);
    const name = `${kpi.title} ${formatTarget(kpi)}`;
    return testCase('kpi', name, kpi.status, `${kpi.status}: ${found}, target ${formatTarget(kpi)}`);
  });
  const gates = run.gates.map(({ title, passed, found, needed }) =>
    testCase('gate', title, passed ? 'PASS' : 'CRITICAL', `found ${found}, needed ${needed}`),
  );
  const cases = [...kpis, ...gates];
  const count = (what: string): number => cases.filter(({ outcome }) => outcome === what).length;
  const counts = `tests="${cases.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped')}"`;
  const name = escapeXml(`gomeet ${run.kind}`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${name}" ${counts}>`,
    `  <testsuite name="${name}" timestamp="${run.startedAt}" ${counts}>`,
    ...cases.map(({ text }) => text),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(
  group: string,
  name: string,
  status: Run['verdict']['status'],
  message: string,
): { readonly text: string; readonly outcome: 'passed' | 'failed' | 'skipped' } {
  const head = `    <testcase classname="${group}" name="${escapeXml(name)}"`;
  const why = escapeXml(message);
  if (status === 'PASS') return { text: `${head}/>`, outcome: 'passed' };
  if (status === 'MISSED' || status === 'CRITICAL')
    return {
      text: `${head}><failure type="${status}" message="${why}"/></testcase>`,
      outcome: 'failed',
    };
  return { text: `${head}><skipped message="${why}"/></testcase>`, outcome: 'skipped' };
}
