import type { BaseBackup } from './backup-catalogue.ts';
import type { Phase } from './backup-world.ts';
import type { BackupReport } from './make-backup.ts';
import type { RestorablePoint } from './restorable-point.ts';
import type { Verification } from './verify-backup.ts';

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const grouped = (n: number): string => n.toLocaleString('en-US');
const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

/** What a person reads after a backup. */
export function backupView(report: BackupReport): string {
  const { backup } = report;
  return [
    `Backup ${backup.label} (${backup.type}) in ${seconds(report.phases.reduce((sum, { durationMs }) => sum + durationMs, 0))}`,
    `  database ${megabytes(backup.databaseBytes)}, of which ${megabytes(backup.storedBytes)} were stored anew (compressed, encrypted)`,
    `  counted  ${grouped(report.rows)} rows in ${report.tables} tables; Redis ${grouped(report.redisKeys)} keys`,
    `  storage  ${report.storage}`,
    `  key      ${report.keyFile}: keep a copy elsewhere, without it the backup is of no use`,
    ...(report.expired.length === 0 ? [] : [`  expired  ${report.expired.join(', ')}`]),
    '',
    'Next: gomeet backup verify',
  ].join('\n');
}

/** Backups in a table, and from when to when a restore is possible. */
export function backupListView(
  storage: string,
  backups: readonly BaseBackup[],
  restorable: { readonly from: string; readonly point: RestorablePoint } | null,
): string {
  if (backups.length === 0) return `No backup in ${storage}.\n\nNext: gomeet backup`;
  const rows = backups.map(({ label, type, endedAt, databaseBytes, storedBytes, isSealed }) =>
    [
      label.padEnd(34),
      type.padEnd(11),
      iso(endedAt),
      megabytes(databaseBytes).padStart(10),
      megabytes(storedBytes).padStart(10),
      isSealed ? '' : '  incomplete: it was interrupted',
    ].join(' '),
  );
  const window =
    restorable === null
      ? 'Nothing can be restored: no backup is whole.'
      : `A restore is possible from ${restorable.from} to ${restorable.point.at} (${restorable.point.ageSeconds} s ago).`;
  const head = [
    'backup'.padEnd(34),
    'type'.padEnd(11),
    'ended'.padEnd(20),
    'database'.padStart(10),
    'stored'.padStart(10),
  ];
  return [
    storage,
    head.join(' '),
    ...rows,
    '',
    window,
    '',
    'Next: gomeet backup verify · gomeet restore --to <time>',
  ].join('\n');
}

/** The findings of a verification, or what was found whole. */
export function verificationView(found: Verification): string {
  const phases = phasesView(found.phases);
  if (!found.isWhole)
    return [
      `Backup ${found.label} must not be relied on:`,
      ...found.findings.map((finding) => `  ${finding}`),
      phases,
      '',
      'Next: gomeet backup --type full',
    ].join('\n');
  return [
    `Backup ${found.label} is whole: ${found.files} stored files, ${grouped(found.rows)} rows in ${found.tables} tables and ${grouped(found.redisKeys)} keys of Redis are as they were.`,
    phases,
    '',
    'Next: gomeet backup list',
  ].join('\n');
}

export const phasesView = (phases: readonly Phase[]): string =>
  phases.map(({ name, durationMs }) => `  ${seconds(durationMs).padStart(7)}  ${name}`).join('\n');
