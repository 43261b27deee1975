import { backupMetrics } from '../monitoring/backup-metrics.ts';
import type { BackupWorld } from './backup-world.ts';
import { newestRestorablePoint } from './newest-restorable-point.ts';
import type { RestorablePoint } from './restorable-point.ts';

/**
 * Has the platform's own monitoring know to when it can be restored and when a backup was last verified. As moments, since an age
 * that nobody writes anew would never grow.
 *
 * @returns the point, and the metrics in Prometheus' text format
 */
export async function tellBackupTimes(
  ctx: Pick<BackupWorld, 'backups' | 'localTarget' | 'now'>,
): Promise<{ readonly point: RestorablePoint | null; readonly text: string }> {
  const [backups, point] = [await ctx.backups(), await newestRestorablePoint(ctx)];
  const verifiedAt = backups.verifiedAt();
  const text = backupMetrics({
    newestRestorableSeconds: point === null ? null : Date.parse(point.at) / 1000,
    verifiedSeconds: verifiedAt === undefined ? null : Math.round(verifiedAt / 1000),
  });
  backups.publishMetrics(text);
  return { point, text };
}
