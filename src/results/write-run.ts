import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ExitCode, GomeetError } from '../errors.ts';
import type { Run } from './run.ts';
import { RunSchema } from './run.ts';

/** Names of the files in a run's directory. */
export const RUN_FILES = { run: 'run.json', report: 'report.html', events: 'events.ndjson' } as const;

/** Reasons for which the system refuses to write, in words and with what to do. */
const REFUSALS: Record<string, { code: string; reason: string; hint: string }> = {
  ENOSPC: {
    code: 'disk-full',
    reason: 'the disk is full',
    hint: 'free some space (df -h), then run it again',
  },
  EDQUOT: {
    code: 'disk-full',
    reason: 'your disk quota is used up',
    hint: 'free some space, then run it again',
  },
  EACCES: { code: 'not-writable', reason: 'permission is denied', hint: 'check who owns it (ls -ld)' },
  EPERM: {
    code: 'not-writable',
    reason: 'the system does not permit it',
    hint: 'check who owns it (ls -ld)',
  },
  EROFS: {
    code: 'not-writable',
    reason: 'the file system is read-only',
    hint: 'choose a place that can be written; gomeet doctor checks this one',
  },
  ENOTDIR: {
    code: 'not-writable',
    reason: 'a part of the path is a file',
    hint: 'remove or rename that file, or choose another folder, then run it again',
  },
  ENOENT: {
    code: 'not-writable',
    reason: 'there is no such folder; accepted is one that is there',
    hint: 'make the folder (mkdir -p), then run it again',
  },
  EISDIR: {
    code: 'write-failed',
    reason: 'a folder bears that name; accepted is a file',
    hint: 'choose another name, then run it again',
  },
  EEXIST: {
    code: 'not-writable',
    reason: 'a file bears that name; accepted is a folder',
    hint: 'choose another name, then run it again',
  },
};

/** The system's refusal to write a file or folder, in words and with what to do. */
export function cannotWrite(path: string, cause: unknown): GomeetError {
  const system = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const known = REFUSALS[system] ?? {
    code: 'write-failed',
    reason: cause instanceof Error ? cause.message : String(cause),
    hint: 'gomeet doctor',
  };
  return new GomeetError(`cannot write ${path}: ${known.reason}`, {
    exitCode: ExitCode.prerequisite,
    code: known.code,
    hint: known.hint,
    cause,
  });
}

/** Makes a folder with all above it. @throws GomeetError as `writeWhole` */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((cause: unknown) => {
    throw cannotWrite(path, cause);
  });
}

/**
 * Makes the directory of a run, `<runsDirectory>/<id>`, and returns its path.
 * Called before anything is started, so that a full disk or a missing permission costs no load test.
 */
export async function createRunDirectory(runsDirectory: string, id: string): Promise<string> {
  const directory = join(runsDirectory, id);
  await makeFolder(directory);
  await writeWhole(join(directory, RUN_FILES.events), '');
  return directory;
}

/**
 * Writes a file whole or not at all: under a temporary name, flushed to the disk, then renamed.
 * Throws a GomeetError (`disk-full`, `not-writable`, `write-failed`) and removes what it had begun. `mode` is what others
 * may do with it; the umask narrows it, as usual.
 */
export async function writeWhole(path: string, content: string | Uint8Array, mode = 0o666): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.partial`);
  try {
    const file = await open(temporary, 'w', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw cannotWrite(path, cause);
  }
}

/**
 * Writes `run.json` and `report.html` into the run's directory and returns their paths. The run is checked against
 * its schema first: what does not fit is never written.
 */
export async function writeRun(
  runDirectory: string,
  run: Run,
  reportHtml: string,
): Promise<{ readonly runPath: string; readonly reportPath: string }> {
  const runPath = join(runDirectory, RUN_FILES.run);
  const reportPath = join(runDirectory, RUN_FILES.report);
  await writeWhole(runPath, `${JSON.stringify(RunSchema.parse(run), null, 1)}\n`);
  await writeWhole(reportPath, reportHtml);
  return { runPath, reportPath };
}

/** Takes back a run that came to nothing: no directory may stand for a run that has no result. */
export async function removeRunDirectory(runDirectory: string): Promise<void> {
  await rm(runDirectory, { recursive: true, force: true });
}

export interface RunEvents {
  /** Adds an event as one line; never throws, so that a run does not break in the middle for want of a log line. */
  append(event: { readonly t: number; readonly event: string } & Record<string, unknown>): void;
  /** Waits for all lines; throws the GomeetError of the first one that could not be written. */
  close(): Promise<void>;
}

/** Opens `events.ndjson` of a run for appending. A line that does not fit on the disk is taken back whole. */
export async function openRunEvents(runDirectory: string): Promise<RunEvents> {
  const path = join(runDirectory, RUN_FILES.events);
  const file = await open(path, 'a').catch((cause: unknown) => {
    throw cannotWrite(path, cause);
  });
  let length = (await file.stat()).size;
  let failure: GomeetError | undefined;
  let queue = Promise.resolve();
  const write = async (line: Buffer): Promise<void> => {
    if (failure !== undefined) return;
    try {
      await file.appendFile(line);
      length += line.byteLength;
    } catch (cause) {
      failure = cannotWrite(path, cause);
      await file.truncate(length).catch(() => undefined); // the first failure is the one to tell
    }
  };
  return {
    append(event) {
      queue = queue.then(() => write(Buffer.from(`${JSON.stringify(event)}\n`)));
    },
    async close() {
      await queue;
      await file.close();
      if (failure !== undefined) throw failure;
    },
  };
}
