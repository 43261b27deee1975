import { phasesView } from './backup-view.ts';
import type { RestorePlan } from './plan-restore.ts';
import type { RestoreReport } from './restore-platform.ts';

const redisWords = {
  keep: 'stays as it is',
  copy: 'is replaced by the copy in the backup',
  empty: 'is emptied',
} as const;

/** What is about to be replaced, shown before the question. */
export function restorePlanView({ backup, place, redis, running, to }: RestorePlan): string {
  const goal = to === undefined ? 'the end of the archive' : new Date(to).toISOString();
  return [
    `restore from backup ${backup.label} (${new Date(backup.endedAt).toISOString()}) to ${goal}`,
    `  replaced  ${[place.dataDirectory, ...place.replicas].join(', ')}; the present data stay beside ${place.replicas.length > 0 ? 'each' : 'it'}`,
    ...(to === undefined ? [] : [`  lost      everything that was written after ${goal}`]),
    `  Redis     ${redisWords[redis]}`,
    `  stopped   ${running.length === 0 ? 'nothing runs' : `${running.join(', ')}, once the copy is ready`}`,
  ].join('\n');
}

/** What came back, and where the old data are. */
export function restoreView(report: RestoreReport): string {
  const goal = report.to === null ? 'the end of the archive' : report.to;
  return [
    `Restored backup ${report.label} and its log to ${goal}; down for ${(report.downtimeMs / 1000).toFixed(1)} s`,
    report.lastTransactionAt === null
      ? '  no transaction came after the base backup'
      : `  last transaction of ${report.lastTransactionAt}`,
    ...report.changedConfiguration.map((what) => `  put back: ${what}`),
    ...report.keptAside.map((path) => `  kept aside: ${path} (delete it when you are sure)`),
    phasesView(report.phases),
    '',
    'Next: gomeet backup --type full · gomeet health-check',
  ].join('\n');
}
