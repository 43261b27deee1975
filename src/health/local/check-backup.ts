import { newestRestorablePoint } from '../../backup/newest-restorable-point.ts';
import type { Context } from '../../context.ts';
import type { CheckResult, CheckStatus } from '../check.ts';
import { checkOf } from '../check-of.ts';

/** A base backup is made every day, and WAL goes to the archive all the time. */
const ageSecondsMax = 86_400;

/** How old the newest point is to which the data can be brought back. It is read from the storage itself. */
export async function checkBackup(
  ctx: Pick<Context, 'backups' | 'localTarget' | 'now'>,
): Promise<CheckResult> {
  const about = (status: CheckStatus, found: string): CheckResult =>
    checkOf('backup-age', 'newest restorable point', { status, found, needed: 'less than a day old' });
  try {
    const point = await newestRestorablePoint(ctx);
    if (point === null) return about('warning', 'there is no backup');
    const { ageSeconds } = point;
    return about(ageSeconds > ageSecondsMax ? 'warning' : 'ok', `${shown(ageSeconds)} old`);
  } catch (error) {
    return about('warning', (error as Error).message);
  }
}

const shown = (seconds: number): string =>
  seconds < 7200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3600)} hours`;
