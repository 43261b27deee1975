import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ExitCode, GomeetError } from '../errors.ts';
import type { PostgresPlace } from './postgres-place.ts';
import { type CommandOptions, runCommand } from './run-command.ts';

/** A locale that knows UTF-8 and sorts by code point; macOS has no such one, so there it is English. */
const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';

/**
 * Makes the data directory with user and database `gomeet`, unless it is there. It is made under another name
 * and renamed at the end: an interruption leaves either no data directory or a whole one.
 *
 * @param onStart is told of each process, so that one whose gomeet is killed can be found and stopped
 * @returns true when it was made now
 */
export async function initialisePostgres(
  place: PostgresPlace,
  server: { binDirectory: string; majorVersion: number },
  password: string,
  signal: AbortSignal,
  onStart: (processId: number) => void,
): Promise<boolean> {
  const { dataDirectory, user } = place;
  if (existsSync(join(dataDirectory, 'PG_VERSION'))) {
    const found = Number.parseInt(readFileSync(join(dataDirectory, 'PG_VERSION'), 'utf8'), 10);
    if (found !== server.majorVersion) throw otherVersion(found, server.majorVersion);
    return false;
  }
  const fresh = `${dataDirectory}.new`;
  const passwordFile = `${dataDirectory}.password`;
  for (const path of [fresh, passwordFile]) rmSync(path, { recursive: true, force: true });
  mkdirSync(dirname(dataDirectory), { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user !== undefined) chownSync(passwordFile, user.uid, user.gid);
  const options: CommandOptions = {
    user,
    signal,
    onStart,
    workingDirectory: dirname(dataDirectory),
    env: { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' },
  };
  try {
    const initdb = [
      '-D',
      fresh,
      '-U',
      'gomeet',
      '--encoding=UTF8',
      `--locale=${locale}`,
      `--pwfile=${passwordFile}`,
    ];
    const auth = ['--auth-host=scram-sha-256', '--auth-local=scram-sha-256'];
    await mustSucceed(join(server.binDirectory, 'initdb'), [...initdb, ...auth], options);
    const single = ['--single', '-D', fresh, '-c', 'unix_socket_directories=', 'postgres'];
    const input = 'CREATE DATABASE gomeet\n';
    await mustSucceed(join(server.binDirectory, 'postgres'), single, { ...options, input });
    renameSync(fresh, dataDirectory);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(fresh, { recursive: true, force: true });
  }
  return true;
}

async function mustSucceed(command: string, args: readonly string[], options: CommandOptions): Promise<void> {
  const { exitCode, stderr, stdout } = await runCommand(command, args, options);
  options.signal?.throwIfAborted();
  if (exitCode === 0) return;
  const isDiskFull = stderr.includes('No space left on device');
  throw new GomeetError(`${command} failed (exit code ${exitCode}):\n${(stderr || stdout).trimEnd()}`, {
    exitCode: isDiskFull ? ExitCode.prerequisite : ExitCode.critical,
    code: isDiskFull ? 'disk-full' : 'database-not-initialised',
    hint: isDiskFull ? 'free some space (df -h shows where), then: gomeet deploy' : 'gomeet doctor',
  });
}

const otherVersion = (found: number, server: number): GomeetError =>
  new GomeetError(
    `the database was made by PostgreSQL ${found}, but the server found here is version ${server}`,
    {
      exitCode: ExitCode.prerequisite,
      code: 'database-version',
      hint: `install PostgreSQL ${found} again, or start with an empty database: gomeet down --wipe`,
    },
  );
