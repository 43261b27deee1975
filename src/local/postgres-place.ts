import { chownSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ExitCode, GomeetError } from '../errors.ts';
import { readJson, writeJson } from './json-file.ts';
import type { Layout } from './layout.ts';
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

/** True when the user may pass through every folder up to this one; the kernel is asked, so access lists count too. */
export async function canEnter(directory: string, user: UserIds): Promise<boolean> {
  const { exitCode } = await runCommand('/bin/sh', ['-c', 'test -x "$1"', 'sh', directory], {
    user,
    env: {},
  });
  return exitCode === 0;
}

/** The unprivileged user for root's PostgreSQL: `postgres`, which Debian's package makes, else `nobody`. */
export async function unprivilegedUser(): Promise<UserIds | undefined> {
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => runCommand('id', [flag, name])));
    if (uid?.exitCode === 0 && gid?.exitCode === 0)
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  return undefined;
}

async function choosePlace(layout: Layout): Promise<PostgresPlace> {
  if (process.getuid?.() !== 0) return { dataDirectory: join(layout.directory, 'database', 'data') };
  const user = await unprivilegedUser();
  if (user === undefined) throw noUser();
  if (await canEnter(layout.directory, user)) {
    return { dataDirectory: join(ownFolder(join(layout.directory, 'database'), user), 'data'), user };
  }
  for (const base of ['/var/lib/gomeet', join(tmpdir(), 'gomeet-databases')]) {
    mkdirSync(base, { recursive: true, mode: 0o711 });
    if (!(await canEnter(base, user))) continue;
    // A new folder each time: one left by a deleted checkout has another password.
    const folder = mkdtempSync(join(base, `${basename(join(layout.directory, '..'))}-`));
    return { dataDirectory: join(ownFolder(folder, user), 'data'), user };
  }
  throw noPlace(layout.directory);
}

/** A folder that belongs to the user alone; PostgreSQL insists on it. */
function ownFolder(folder: string, user: UserIds): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chownSync(folder, user.uid, user.gid);
  return folder;
}

const noUser = (): GomeetError =>
  new GomeetError('PostgreSQL refuses to run as root, and there is neither a user "postgres" nor "nobody"', {
    exitCode: ExitCode.prerequisite,
    code: 'no-unprivileged-user',
    hint: 'run gomeet as another user than root, or: useradd --system postgres',
  });

const noPlace = (directory: string): GomeetError =>
  new GomeetError(
    `the user that runs PostgreSQL can reach neither ${directory} nor /var/lib/gomeet nor ${tmpdir()}`,
    {
      exitCode: ExitCode.prerequisite,
      code: 'no-database-folder',
      hint: `let others pass through the folders above: chmod o+x …   or set local.directory in gomeet.yaml`,
    },
  );
