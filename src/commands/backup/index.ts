import type { CommandEntry } from '../index.ts';

/** What stands below `gomeet backup`. */
export const backupTable: readonly CommandEntry[] = [
  {
    name: 'list',
    group: 'Backups',
    summary: 'the backups, and from when to when a restore is possible',
    document: 'backup-list',
    load: async () => (await import('./backup-list.ts')).backupList,
  },
  {
    name: 'verify',
    group: 'Backups',
    summary: 'restore one into a scratch database, compare every row and every stored byte',
    document: 'backup-verify',
    load: async () => (await import('./backup-verify.ts')).backupVerify,
  },
  {
    name: 'metrics',
    group: 'Backups',
    summary: 'the age of the newest restorable point, as Prometheus reads it',
    document: 'backup-metrics',
    load: async () => (await import('./backup-metrics.ts')).backupMetrics,
  },
];
