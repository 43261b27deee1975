import { expect, test } from 'vitest';
import { backupMetrics } from './backup-metrics.ts';

test('each time that there was is a gauge', () => {
  expect(backupMetrics({ newestRestorableSeconds: 1_800_000_000, verifiedSeconds: null })).toBe(
    [
      '# HELP gomeet_backup_newest_restorable_timestamp_seconds Newest moment to which the platform can be restored',
      '# TYPE gomeet_backup_newest_restorable_timestamp_seconds gauge',
      'gomeet_backup_newest_restorable_timestamp_seconds 1800000000',
      '',
    ].join('\n'),
  );
});
