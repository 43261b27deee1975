import { defineCommand } from './command.ts';
import { listedRuns, reportData } from './report/listed-runs.ts';

export const report = defineCommand({
  description:
    'What was measured: lists the runs that were made here. Below it: open, build, compare, trend, index, export, pdf, serve, and readiness, the report for managers.',
  examples: [
    'gomeet report',
    'gomeet report open',
    'gomeet report compare 01KAXN latest',
    'gomeet report readiness',
  ],
  next: 'gomeet report open · gomeet report readiness',
  arguments: {},
  flags: {},
  data: reportData,
  run: listedRuns,
});
