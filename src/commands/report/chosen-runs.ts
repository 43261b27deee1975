import { resolve } from 'node:path';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { findRun, isRunDirectory, readRun } from '../../results/list-runs.ts';
import type { Run } from '../../results/run.ts';

type Outside = Pick<Context, 'cwd' | 'config'>;

/** How a user names a run. */
export const runReference = z
  .string()
  .min(1, 'accepted: a run id, the beginning of one, latest, or the directory of a run');

/** The argument of commands that take one run. */
export const oneRun = {
  name: '[run]',
  description: 'a run id, its beginning, or the directory of a run; the newest when not given',
  schema: runReference,
} as const;

/** Where an answer is written instead of standard output. */
export const outFile = (description: string) =>
  ({ flags: '--out <file>', description, schema: z.string().min(1) }) as const;

export const runsDirectoryOf = async ({ cwd, config }: Outside): Promise<string> =>
  resolve(cwd, (await config()).values.reports.directory);

/**
 * A run that the user named, with its directory, and the name by which the next command finds it: its id, or the directory that
 * was given.
 *
 * @throws GomeetError as `findRun` and `readRun`
 */
export async function chosenRun(
  ctx: Outside,
  reference: string,
): Promise<{ readonly directory: string; readonly run: Run; readonly name: string }> {
  const asDirectory = resolve(ctx.cwd, reference);
  if (await isRunDirectory(asDirectory))
    return { directory: asDirectory, run: await readRun(asDirectory), name: reference };
  const directory = await findRun(await runsDirectoryOf(ctx), reference);
  const run = await readRun(directory);
  return { directory, run, name: run.id };
}
