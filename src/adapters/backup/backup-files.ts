import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Storage } from '../../backup/storage.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { UserIds } from '../../local/service.ts';
import { pgbackrestConfiguration, pushScript, type StoreKeys } from './pgbackrest-configuration.ts';
import type { DatabaseNode } from './repository.ts';

/** What is remembered between commands; for the owner alone. */
export interface BackupSettings {
  readonly storage: Storage;
  readonly storeKeys?: StoreKeys;
  /** Where pgBackRest's own files lie: beside the database, where its user may read them. */
  readonly folder: string;
  readonly user?: UserIds;
}

/** Folder of pgBackRest's files; the database's archive_command names the script in it by the way from its data. */
export const folderOf = (dataDirectory: string): string => join(dirname(dataDirectory), 'pgbackrest');

/** Backups of this platform, or of another that is restored here. */
export type Whose = 'own' | 'adopted';
export const configFileOf = (folder: string, whose: Whose): string =>
  join(folder, whose === 'own' ? 'pgbackrest.conf' : 'adopted.conf');
export const passwordFileOf = (folder: string): string => join(folder, 'pgpass');

/** The key of this platform's backups, made at the first one. Whoever loses it loses the backups: no other copy is made. */
export function ownKey(keyFile: string): Buffer {
  if (existsSync(keyFile)) return readKey(keyFile);
  mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 });
  const key = randomBytes(32);
  writeWhole(keyFile, `${key.toString('hex')}\n`, 0o600, undefined);
  return key;
}

/** @throws GomeetError (usage) when there is no such file, or it holds no key; its content is never shown */
export function readKey(keyFile: string): Buffer {
  const text = existsSync(keyFile) ? readFileSync(keyFile, 'utf8').trim() : undefined;
  if (text !== undefined && /^[0-9a-f]{64}$/.test(text)) return Buffer.from(text, 'hex');
  throw new GomeetError(
    `${keyFile} ${text === undefined ? 'is not there' : 'holds no key'}; accepted: a file with 64 hexadecimal digits`,
    {
      exitCode: ExitCode.usage,
      code: 'no-backup-key',
      hint: 'it lies in the folder of the platform that made the backups: .gomeet/backup/key',
    },
  );
}

/** Writes what pgBackRest reads. */
export function writeBackupFiles(settings: BackupSettings, passphrase: string, whose: Whose): void {
  const { folder, user } = settings;
  for (const path of [folder, join(folder, 'lock'), join(folder, 'scratch')]) ownFolder(path, user);
  writeWhole(configFileOf(folder, whose), pgbackrestConfiguration({ ...settings, passphrase }), 0o600, user);
}

/** From now on the database archives its log. @param nodes every server, since any may become the primary */
export function startArchiving(
  { folder, user }: BackupSettings,
  node: Omit<DatabaseNode, 'dataDirectory'> & { password: string },
  dataDirectories: readonly string[],
): void {
  const line = `*:*:*:${node.user}:${node.password.replaceAll(/[\\:]/g, '\\$&')}\n`;
  writeWhole(passwordFileOf(folder), line, 0o600, user);
  for (const own of new Set([folder, ...dataDirectories.map(folderOf)])) {
    ownFolder(own, user);
    writeWhole(join(own, 'archive-wal'), pushScript(configFileOf(folder, 'own')), 0o700, user);
  }
}

/** The script alone decides: without it the database gives up its segments, as before the first backup. */
export const stopArchiving = (folder: string): void => rmSync(join(folder, 'archive-wal'), { force: true });

/** A storage that is missing is made; one that is there is used as it is, if the database's user may write to it. */
export function makeStorage({ storage, user }: BackupSettings): void {
  if (storage.kind !== 'directory' || existsSync(storage.path)) return;
  const { path } = storage;
  try {
    ownFolder(path, user);
  } catch (cause) {
    throw new GomeetError(`the storage of the backups cannot be made: ${path}`, {
      exitCode: ExitCode.prerequisite,
      code: 'storage-unreachable',
      hint: 'make the folder, or name another one: gomeet backup --storage <folder>',
      cause,
    });
  }
}

function ownFolder(path: string, user: UserIds | undefined): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (user !== undefined) chownSync(path, user.uid, user.gid);
}

export function writeWhole(path: string, text: string, mode: number, user: UserIds | undefined): void {
  const temporary = `${path}.${process.pid}.new`;
  try {
    writeFileSync(temporary, text, { mode });
    chmodSync(temporary, mode);
    if (user !== undefined) chownSync(temporary, user.uid, user.gid);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
