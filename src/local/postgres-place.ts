import { chownSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ExitCode, GomeetError } from '../errors.ts';
import { readJson, writeJson } from './json-file.ts';
import type { Layout } from './layout.ts';
import { instances } from './ports.ts';
import { runCommand } from './run-command.ts';
import type { UserIds } from './service.ts';

/** Where PostgreSQL keeps its data, and as whom it runs. */
export interface PostgresPlace {
  readonly dataDirectory: string;
  /** Absent: as the caller. PostgreSQL refuses to run as root, so for root it is another user. */
  readonly user?: UserIds;
}

/**
 * The place of the database; chosen once and remembered. Beside the target's other files where the user that
 * PostgreSQL runs as can get there, else (a checkout in root's home, say) below /var/lib or the temporary directory.
 */
export async function postgresPlace(layout: Layout): Promise<PostgresPlace> {
  const remembered = readJson<{ postgres: PostgresPlace }>(layout.places)?.postgres;
  if (remembered !== undefined) return remembered;
  const place = await choosePlace(layout);
  writeJson(layout.places, { postgres: place });
  return place;
}

/** The data directories of the target's servers, those of profile `ha` too; none before the place was chosen. */
export function postgresFolders(layout: Layout): string[] {
  const place = readJson<{ postgres: PostgresPlace }>(layout.places)?.postgres;
  if (place === undefined) return [];
  const base = dirname(place.dataDirectory);
  return [place.dataDirectory, ...instances('postgres', 3).map((name) => join(base, name, 'data'))];
}

/** True when the user may pass through every folder up to this one; the kernel is asked, so access lists count too. */
async function canEnter(directory: string, user: UserIds): Promise<boolean> {
  const { exitCode } = await runCommand('/bin/sh', ['-c', 'test -x "$1"', 'sh', directory], {
    user,
    env: {},
  });
  return exitCode === 0;
}

/** The unprivileged user for root's PostgreSQL: `postgres`, which Debian's package makes, else `nobody`. */
async function unprivilegedUser(): Promise<UserIds | undefined> {
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => runCommand('id', [flag, name])));
    if (uid?.exitCode === 0 && gid?.exitCode === 0)
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  return undefined;
}

/** The folder that would hold the database, and as whom it would run; undefined when there is no such folder. Makes nothing. */
export async function findDatabaseFolder(
  directory: string,
): Promise<{ folder: string; user?: UserIds } | undefined> {
  if (process.getuid?.() !== 0) return { folder: directory };
  const user = await unprivilegedUser();
  if (user === undefined) return undefined;
  for (const folder of [directory, ...elsewhere]) {
    // What does not exist yet is made so that others may pass through it.
    if (await canEnter(existingPart(folder), user)) return { folder, user };
  }
  return undefined;
}

/** For a target in a folder that is closed to others. */
const elsewhere = ['/var/lib/gomeet', join(tmpdir(), 'gomeet-databases')] as const;

async function choosePlace({ directory }: Layout): Promise<PostgresPlace> {
  const found = await findDatabaseFolder(directory);
  if (found === undefined) throw noPlace(directory);
  const { folder, user } = found;
  if (user === undefined) return { dataDirectory: join(folder, 'database', 'data') };
  if (folder === directory)
    return { dataDirectory: join(ownFolder(join(folder, 'database'), user), 'data'), user };
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  // A new folder each time: one left by a deleted checkout has another password.
  const own = mkdtempSync(join(folder, `${basename(dirname(directory))}-`));
  return { dataDirectory: join(ownFolder(own, user), 'data'), user };
}

function existingPart(folder: string): string {
  return existsSync(folder) ? folder : existingPart(dirname(folder));
}

/** A folder that belongs to the user alone; PostgreSQL insists on it. */
function ownFolder(folder: string, user: UserIds): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chownSync(folder, user.uid, user.gid);
  return folder;
}

const noPlace = (directory: string): GomeetError =>
  new GomeetError(
    `PostgreSQL refuses to run as root, and no other user (postgres, nobody) can reach ${[directory, ...elsewhere].join(' or ')}`,
    {
      exitCode: ExitCode.prerequisite,
      code: 'no-database-folder',
      hint: 'run gomeet as another user than root, or set local.directory in gomeet.yaml',
      docs: 'docs/checks.md#database-folder',
    },
  );
