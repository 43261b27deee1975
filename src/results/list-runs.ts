import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { ExitCode, GomeetError } from '../errors.ts';
import { readText, whyUnreadable } from '../read-text.ts';
import type { Run } from './run.ts';
import { RunSchema } from './run.ts';
import { RUN_FILES } from './write-run.ts';

/** A run of a day with all its readings has some 20 MB; a text longer than this one no JavaScript holds. */
const RUN_BYTES_MAX = 256 * 2 ** 20;
const FAULTS_SHOWN = 3;

const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;

/** A run's directory; `run` is null where no readable run.json lies in it, as while the run is still going on. */
export interface StoredRun {
  readonly id: string;
  readonly directory: string;
  readonly run: Run | null;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function runIds(runsDirectory: string): Promise<string[]> {
  try {
    const names = await readdir(runsDirectory);
    return names
      .filter((name) => ULID.test(name))
      .sort()
      .reverse();
  } catch (error) {
    if (isMissing(error)) return [];
    throw new GomeetError(
      `the folder of the runs, ${runsDirectory}, cannot be read: ${whyUnreadable(error)}`,
      {
        exitCode: ExitCode.usage,
        code: 'bad-runs-directory',
        hint: 'gomeet config show --origin   says who set reports.directory; accepted is a folder',
        cause: error,
      },
    );
  }
}

/**
 * Reads a run's `run.json`. Throws a GomeetError with code `no-run` when there is none and `bad-run` (with the path in
 * the document) when it does not fit the schema.
 */
export async function readRun(runDirectory: string): Promise<Run> {
  const path = join(runDirectory, RUN_FILES.run);
  const text = await readText(path, RUN_BYTES_MAX).catch((error: Error) => {
    const why = isMissing(error.cause)
      ? 'the run is still going on, or ended before it wrote anything'
      : error.message;
    throw new GomeetError(`${path} cannot be read: ${why}`, {
      exitCode: isMissing(error.cause) ? ExitCode.inconclusive : ExitCode.usage,
      code: 'no-run',
      hint: 'gomeet report list',
      cause: error,
    });
  });
  try {
    return RunSchema.parse(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? faultsOf(cause) : String(cause);
    throw new GomeetError(`${path} is not a document of schema gomeet.run/v1:\n${why}`, {
      exitCode: ExitCode.usage,
      code: 'bad-run',
      hint: 'gomeet report list',
      cause,
    });
  }
}

/** The first few: a document of something else has dozens. */
const faultsOf = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, FAULTS_SHOWN)
    .map(({ path, message }) => `${path.join('.') || 'the document'}: ${message}`)
    .join('\n');

/** The directories of all runs, newest first. */
export async function runDirectories(runsDirectory: string): Promise<readonly string[]> {
  return (await runIds(runsDirectory)).map((id) => join(runsDirectory, id));
}

/** All runs, newest first. Runs that cannot be read are listed without content, never left out silently. */
export async function listRuns(runsDirectory: string): Promise<readonly StoredRun[]> {
  const ids = await runIds(runsDirectory);
  return Promise.all(
    ids.map(async (id) => {
      const directory = join(runsDirectory, id);
      const run = await readRun(directory).catch((error: unknown) => {
        if (error instanceof GomeetError) return null;
        throw error;
      });
      return { id, directory, run };
    }),
  );
}

/** Whether a run has left its result in this directory. */
export function isRunDirectory(directory: string): Promise<boolean> {
  return access(join(directory, RUN_FILES.run)).then(
    () => true,
    () => false,
  );
}

/** The newest run that has written its result: one that is still going on has nothing to show. */
async function newestWritten(runsDirectory: string, ids: readonly string[]): Promise<string[]> {
  for (const id of ids) {
    if (await isRunDirectory(join(runsDirectory, id))) return [id];
  }
  return [];
}

/**
 * The directory of the run that the user means: `latest`, a whole id, or the beginning of one (in any case of letters).
 * Throws a GomeetError with code `unknown-run` or `ambiguous-run` (exit code 2) that lists the candidates.
 */
export async function findRun(runsDirectory: string, reference: string): Promise<string> {
  const ids = await runIds(runsDirectory);
  const wanted = reference.toUpperCase();
  const matches =
    reference === 'latest'
      ? await newestWritten(runsDirectory, ids)
      : ids.filter((id) => id.startsWith(wanted));
  const [only] = matches;
  if (only !== undefined && matches.length === 1) return join(runsDirectory, only);
  if (ids.length === 0) throw noRuns(runsDirectory);
  const isAmbiguous = matches.length > 1;
  const problem = isAmbiguous
    ? `"${reference}" is the beginning of ${matches.length} runs: ${matches.slice(0, 5).join(', ')}`
    : reference === 'latest'
      ? `no run in ${runsDirectory} has written its result yet`
      : `no run in ${runsDirectory} begins with "${reference}"`;
  throw new GomeetError(problem, {
    exitCode: ExitCode.usage,
    code: isAmbiguous ? 'ambiguous-run' : 'unknown-run',
    hint: 'gomeet report list',
  });
}

export const noRuns = (runsDirectory: string): GomeetError =>
  new GomeetError(`there are no runs in ${runsDirectory}`, {
    exitCode: ExitCode.usage,
    code: 'unknown-run',
    hint: 'gomeet quickstart',
  });
