import { ExitCode, GomeetError } from '../errors.ts';
import { type BaseBackup, backupFor } from './backup-catalogue.ts';

/**
 * The backup that is asked for, or the one that a restore to a time begins with.
 *
 * @throws GomeetError `no-backup`, `unknown-backup`, `time-outside-archive`, each with what there is
 */
export function chooseBackup(
  catalogue: readonly BaseBackup[],
  wish: { readonly label?: string | undefined; readonly to?: number | undefined },
): BaseBackup {
  const sealed = catalogue.filter(({ isSealed }) => isSealed);
  const [oldest] = sealed;
  if (oldest === undefined)
    throw new GomeetError('there is no whole backup there', {
      exitCode: ExitCode.prerequisite,
      code: 'no-backup',
      hint: 'gomeet backup',
    });
  if (wish.label !== undefined) {
    const named = sealed.find(({ label }) => label === wish.label);
    if (named !== undefined) return named;
    throw new GomeetError(
      `there is no whole backup ${wish.label}; there are: ${sealed.map(({ label }) => label).join(', ')}`,
      {
        exitCode: ExitCode.usage,
        code: 'unknown-backup',
        hint: 'gomeet backup list',
      },
    );
  }
  const chosen = backupFor(catalogue, wish.to);
  if (chosen !== undefined) return chosen;
  throw new GomeetError(
    `${new Date(wish.to ?? 0).toISOString()} lies before the archive, which begins at ${new Date(oldest.endedAt + 1000).toISOString()}`,
    { exitCode: ExitCode.usage, code: 'time-outside-archive', hint: 'gomeet backup list' },
  );
}
