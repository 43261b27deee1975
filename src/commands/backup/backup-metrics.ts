import { z } from 'zod';
import { tellBackupTimes } from '../../backup/tell-backup-times.ts';
import { defineCommand } from '../command.ts';
import { restorablePointData } from './backup-data.ts';

export const backupMetrics = defineCommand({
  description:
    'Prints the newest restorable point, and when a backup was last verified, in Prometheus’ text format for the textfile collector of node_exporter. Profile ha has one, which is told as well.',
  examples: [
    'gomeet backup metrics',
    'gomeet backup metrics >/var/lib/prometheus/node-exporter/gomeet-backup.prom',
  ],
  next: 'gomeet backup list',
  arguments: {},
  flags: {},
  data: z.strictObject({ newestRestorablePoint: restorablePointData.nullable() }),
  async run(ctx) {
    const { point, text } = await tellBackupTimes(ctx);
    const nothing =
      '# no backup can be restored: there is no sample, and an alert on its absence is the right one';
    return { data: { newestRestorablePoint: point }, text: text.trimEnd() || nothing, isVerbatim: true };
  },
});
