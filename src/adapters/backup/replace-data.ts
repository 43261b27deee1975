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
import { patroniSettings } from '../../local/ha/patroni.ts';
import { runCommand } from '../../local/run-command.ts';
import type { UserIds } from '../../local/service.ts';
import { writeWhole } from './backup-files.ts';
import type { DataPlace } from './data-place.ts';

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

/**
 * Gives each of several servers its copy of what was restored. All begin with the same bytes: whoever becomes primary, the others
 * follow without a copy over the network. Patroni takes its cluster's settings from the data when etcd knows none.
 */
export async function copyForReplicas({ dataDirectory, replicas, user }: DataPlace): Promise<void> {
  if (replicas.length === 0) return;
  const restored = restoringFolder(dataDirectory);
  writeWhole(join(restored, 'patroni.dynamic.json'), JSON.stringify(patroniSettings), 0o600, user);
  for (const replica of replicas.map(restoringFolder)) {
    rmSync(replica, { recursive: true, force: true });
    const { exitCode, stderr } = await runCommand('cp', ['-a', restored, replica]);
    if (exitCode !== 0) throw notCopied(replica, stderr);
  }
}

/**
 * Puts restored data in the place of the old, which stay aside, for each server. All are renames: killed between them, it can be run
 * again. What remembers the old data goes first: without it Patroni begins with the data that it finds, and with it their histories
 * would contradict each other.
 *
 * @returns where the old data lie now
 */
export function replaceData({ dataDirectory, replicas, memories }: DataPlace, stamp: string): string[] {
  for (const memory of memories) rmSync(memory, { recursive: true, force: true });
  return [dataDirectory, ...replicas].flatMap((directory) => {
    const aside = `${directory}.replaced-${stamp}`;
    const isThere = existsSync(directory);
    if (isThere) renameSync(directory, aside);
    renameSync(restoringFolder(directory), directory);
    return isThere ? [aside] : [];
  });
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

const notCopied = (to: string, words: string): GomeetError =>
  new GomeetError(`the restored data could not be copied to ${to}: ${words.trim()}`, {
    exitCode: ExitCode.prerequisite,
    code: 'disk-full',
    hint: 'free some space (df -h shows where), then run the command again',
  });
