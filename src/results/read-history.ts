import { basename, dirname } from 'node:path';
import { GomeetError } from '../errors.ts';
import { readRun, runDirectories } from './list-runs.ts';
import type { Run } from './run.ts';
import { historyOf, NO_HISTORY, type RunHistory } from './run-history.ts';

/** Runs that a report looks back on, and how many folders are opened for them: a report must not wait for years of runs. */
const LOOK_BACK = { runs: 8, folders: 40 } as const;

/**
 * The comparable runs that lie beside a run's directory. A run that cannot be read is passed over: the report of this one does not
 * hang on it.
 */
export async function readHistory(
  runDirectory: string,
  run: Run,
  options: { readonly last?: number | undefined; readonly baseline?: Run | undefined } = {},
): Promise<RunHistory> {
  const last = options.last ?? LOOK_BACK.runs;
  const before = (await runDirectories(dirname(runDirectory)))
    .filter((directory) => basename(directory) < run.id)
    .slice(0, Math.max(LOOK_BACK.folders, last));
  const found: Run[] = [];
  for (const directory of before) {
    const other = await readRun(directory).catch((error: unknown) => {
      if (error instanceof GomeetError) return null;
      throw error;
    });
    if (other !== null) found.push(other);
    const history = historyOf(run, found, last, options.baseline ?? null);
    if (history.earlier.length >= last) return history;
  }
  return found.length === 0 && options.baseline === undefined
    ? NO_HISTORY
    : historyOf(run, found, last, options.baseline ?? null);
}
