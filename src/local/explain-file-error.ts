import { ExitCode, GomeetError } from '../errors.ts';

/** What the user can do about an error of the file system, by its code. */
const hints: Readonly<Record<string, string>> = {
  ENOSPC: 'free some space (df -h shows where), then run the command again',
  EDQUOT: 'your disk quota is used up: free some space, then run the command again',
  EROFS: 'set local.directory in gomeet.yaml to a folder that can be written',
  EEXIST: 'gomeet config show --origin   says who set local.directory; accepted is a folder',
  ENOTDIR: 'gomeet config show --origin   says who set local.directory; accepted is a folder',
  ELOOP: 'gomeet config show --origin   says who set local.directory; accepted is a folder',
  EACCES: 'make it yours, or set local.directory in gomeet.yaml to a folder that you can write',
};

/** Runs work; an error of the disk becomes one that says what to do. Everything else passes as it is. */
export async function explainingFileErrors<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const { code = '', path = '' } = error as NodeJS.ErrnoException;
    const hint = hints[code];
    if (hint === undefined || !(error instanceof Error)) throw error;
    const isFull = code === 'ENOSPC' || code === 'EDQUOT';
    const isNoFolder = code === 'EEXIST' || code === 'ENOTDIR' || code === 'ELOOP';
    const what = isFull
      ? 'the disk is full'
      : isNoFolder
        ? 'no folder can be here'
        : 'a file cannot be written';
    throw new GomeetError(`${what}: ${path || error.message}`, {
      exitCode: isNoFolder ? ExitCode.usage : ExitCode.prerequisite,
      code: isFull ? 'disk-full' : 'not-writable',
      hint,
      docs: 'docs/checks.md#disk',
      cause: error,
    });
  }
}
