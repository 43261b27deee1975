import { defineCommand } from '../command.ts';
import { listedRuns, reportData } from './listed-runs.ts';

export const reportList = defineCommand({
  description: 'Lists the runs that were made here, newest first, with their verdicts.',
  examples: ['gomeet report list', 'gomeet report list --json'],
  next: 'gomeet report open · gomeet report readiness',
  arguments: {},
  flags: {},
  data: reportData,
  run: listedRuns,
});
