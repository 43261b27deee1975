import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { UserIds } from '../../local/service.ts';

/** Beside the data, on the same file system, so that the replacement is a rename. */
export const restoringFolder = (dataDirectory: string): string => `${dataDirectory}.restoring`;

/**
 * Readies the folder that files are restored into. What an interrupted restore has left there is gone on with.
 *
 * @returns whether there is something to go on with
 */
export async function readyRestoringFolder(folder: string, user: UserIds | undefined): Promise<boolean> {
  await serverGone(folder);
  const isBegun = existsSync(join(folder, 'PG_VERSION')) || existsSync(join(folder, 'backup.manifest'));
  if (!isBegun) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  return isBegun;
}

/** The server of a killed restore is ended by the kernel; its file of the process stays. */
async function serverGone(folder: string): Promise<void> {
  const pidFile = join(folder, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const processId = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  const deadline = Date.now() + 10_000;
  while (isServerOf(processId, folder)) {
    if (Date.now() > deadline) throw stillRuns(processId, folder);
    await delay(50);
  }
  rmSync(pidFile, { force: true });
}

/** The number may have been given to another program since. */
function isServerOf(processId: number, folder: string): boolean {
  try {
    return readFileSync(`/proc/${processId}/cmdline`, 'latin1').includes(folder);
  } catch {
    return false;
  }
}

/** Puts restored data in the place of the old, which stay aside. Both are renames: killed between them, it can be run again. */
export function replaceData(dataDirectory: string, aside: string): void {
  if (existsSync(dataDirectory)) renameSync(dataDirectory, aside);
  renameSync(restoringFolder(dataDirectory), dataDirectory);
}

/**
 * The restored server began its timeline while it archived nothing: the archive has to learn of it, or no later restore could
 * follow the log over that fork.
 */
export function announceTimelines(dataDirectory: string, user: UserIds | undefined): void {
  const wal = join(dataDirectory, 'pg_wal');
  for (const name of readdirSync(wal).filter((file) => file.endsWith('.history'))) {
    const [ready, done] = ['ready', 'done'].map((state) => join(wal, 'archive_status', `${name}.${state}`));
    if (ready === undefined || done === undefined || existsSync(done)) continue;
    mkdirSync(dirname(ready), { recursive: true });
    writeFileSync(ready, '', { mode: 0o600 });
    if (user !== undefined) chownSync(ready, user.uid, user.gid);
  }
}

const stillRuns = (processId: number, folder: string): GomeetError =>
  new GomeetError(`the database of an earlier restore still runs in ${folder} (process ${processId})`, {
    exitCode: ExitCode.conflict,
    code: 'restore-running',
    hint: `kill -QUIT ${processId}   then run the command again`,
  });
