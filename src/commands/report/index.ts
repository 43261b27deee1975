import type { CommandEntry } from '../index.ts';

/** What stands below `gomeet report`. */
export const reportTable: readonly CommandEntry[] = [
  {
    name: 'list',
    group: 'Runs',
    summary: 'the runs that were made here, newest first',
    load: async () => (await import('./report-list.ts')).reportList,
  },
  {
    name: 'open',
    group: 'Runs',
    summary: 'open the report of a run in the browser',
    load: async () => (await import('./report-open.ts')).reportOpen,
  },
  {
    name: 'build',
    group: 'Runs',
    summary: 'write a run’s report anew, beside a baseline of your choice',
    document: 'report-build',
    load: async () => (await import('./report-build.ts')).reportBuild,
  },
  {
    name: 'compare',
    group: 'Several runs',
    summary: 'set runs side by side; the first is the baseline',
    document: 'report-compare',
    load: async () => (await import('./report-compare.ts')).reportCompare,
  },
  {
    name: 'trend',
    group: 'Several runs',
    summary: 'the course of every KPI over the runs that asked for the same',
    document: 'report-trend',
    load: async () => (await import('./report-trend.ts')).reportTrend,
  },
  {
    name: 'index',
    group: 'Several runs',
    summary: 'write a page that lists all runs, with their trends',
    document: 'report-index',
    load: async () => (await import('./report-index.ts')).reportIndex,
  },
  {
    name: 'export',
    group: 'Hand on',
    summary: 'a run as JSON, CSV, Markdown or JUnit',
    document: 'report-export',
    load: async () => (await import('./report-export.ts')).reportExport,
  },
  {
    name: 'pdf',
    group: 'Hand on',
    summary: 'print a report as PDF',
    document: 'report-pdf',
    load: async () => (await import('./report-pdf.ts')).reportPdf,
  },
  {
    name: 'serve',
    group: 'Hand on',
    summary: 'show all reports in the browser, to this machine alone',
    document: 'report-serve',
    load: async () => (await import('./report-serve.ts')).reportServe,
  },
  {
    name: 'readiness',
    group: 'For managers',
    summary: 'is it ready, what does it cost, what is in the way: one offline page with its evidence',
    document: 'report-readiness',
    load: async () => (await import('./report-readiness.ts')).reportReadiness,
  },
];
