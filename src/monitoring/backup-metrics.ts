/** When a backup was last of use, in seconds since 1970; null where that has never been. */
export interface BackupTimes {
  /** The newest moment to which the platform can be restored. */
  readonly newestRestorableSeconds: number | null;
  /** When a backup was last restored into a scratch instance and compared. */
  readonly verifiedSeconds: number | null;
}

/** The text that node_exporter's textfile collector reads. A time that never was is left out: 0 would be an age of 56 years. */
export function backupMetrics({ newestRestorableSeconds, verifiedSeconds }: BackupTimes): string {
  return [
    gauge(
      'gomeet_backup_newest_restorable_timestamp_seconds',
      'Newest moment to which the platform can be restored',
      newestRestorableSeconds,
    ),
    gauge(
      'gomeet_backup_verified_timestamp_seconds',
      'When a backup was last restored and compared',
      verifiedSeconds,
    ),
  ].join('');
}

const gauge = (name: string, help: string, value: number | null): string =>
  value === null ? '' : `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`;
