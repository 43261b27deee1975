import { z } from 'zod';
import { newestRestorablePoint } from '../../backup/newest-restorable-point.ts';
import { restorablePointMetrics } from '../../backup/restorable-point.ts';
import { defineCommand } from '../command.ts';
import { restorablePointData } from './backup-data.ts';

export const backupMetrics = defineCommand({
  description:
    'Prints the age of the newest restorable point in Prometheus’ text format, for the textfile collector of node_exporter.',
  examples: [
    'gomeet backup metrics',
    'gomeet backup metrics >/var/lib/prometheus/node-exporter/gomeet-backup.prom',
  ],
  arguments: {},
  flags: {},
  data: z.strictObject({ newestRestorablePoint: restorablePointData.nullable() }),
  async run(ctx) {
    const point = await newestRestorablePoint(ctx);
    return { data: { newestRestorablePoint: point }, text: restorablePointMetrics(point).trimEnd() };
  },
});
