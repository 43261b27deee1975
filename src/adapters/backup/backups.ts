import { existsSync, renameSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Storage } from '../../backup/storage.ts';
import { readJson, writeJson } from '../../local/json-file.ts';
import { layoutOf } from '../../local/layout.ts';
import type { PostgresPlace } from '../../local/postgres-place.ts';
import type { UserIds } from '../../local/service.ts';
import { type BackupDatabase, connectBackupDatabase, dataDirectoryOf } from './backup-database.ts';
import { keysMissing, noBackupYet, noPrimary, notDeployedYet, storageGone } from './backup-errors.ts';
import {
  type BackupSettings,
  configFileOf,
  folderOf,
  ownKey,
  passwordFileOf,
  readKey,
  startArchiving,
  writeBackupFiles,
  writeWhole,
} from './backup-files.ts';
import { pgbackrestProgram } from './backup-programs.ts';
import type { StoreKeys } from './pgbackrest-configuration.ts';
import { openRepository, type Repository } from './repository.ts';
import { type Copies, createCopies } from './restoring.ts';
import { derivedKeys } from './sealed.ts';

/** Where the platform's database lies while nothing runs. */
export interface DataPlace {
  readonly dataDirectory: string;
  readonly user?: UserIds;
}

/** What backups of the platform on this machine need of the outside. */
export interface Backups {
  /** Holds the key of the backups; the user has to keep a copy elsewhere. */
  readonly keyFile: string;
  /** Undefined when no backup was ever made here. */
  settings(): BackupSettings | undefined;
  /** @throws GomeetError when none of the servers is the primary */
  primary(urls: readonly string[]): Promise<BackupDatabase>;
  /** Readies storage and key, and has the database archive its log from now on. Safe to repeat. @param urls of every server */
  enable(
    database: BackupDatabase,
    urls: readonly string[],
    storage: Storage | undefined,
  ): Promise<Repository>;
  /** The backups of this platform. @throws GomeetError (`no-backup`) when none was ever made */
  open(): Repository;
  /** The backups of another platform, for a restore: this one's settings are theirs from now on. */
  adopt(storage: Storage, keyFile: string | undefined): Repository;
  /** @throws GomeetError when the platform was never deployed here */
  dataPlace(): DataPlace;
  readonly copies: Copies;
}

/** @param world the state folder is that of the local target */
export function createBackups(world: {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly config: { readonly local: { readonly directory: string } };
  now(): number;
}): Backups {
  const directory = resolve(world.cwd, world.config.local.directory);
  const keyFile = join(directory, 'backup', 'key');
  const settingsFile = join(directory, 'backup', 'settings.json');
  const settings = (): BackupSettings | undefined => readJson<BackupSettings>(settingsFile);
  const dataPlace = (): DataPlace => {
    const place = readJson<{ postgres: PostgresPlace }>(layoutOf(directory).places)?.postgres;
    if (place === undefined) throw notDeployedYet(directory);
    return place;
  };
  const repository = (of: BackupSettings, key: Buffer): Repository =>
    openRepository({
      program: pgbackrestProgram(),
      configFile: configFileOf(of.folder),
      passwordFile: passwordFileOf(of.folder),
      workingDirectory: of.folder,
      user: of.user,
      sealKey: derivedKeys(key).seal,
      signal: world.signal,
    });
  const remember = (of: BackupSettings, key: Buffer): Repository => {
    const opened = repository(of, key);
    writeBackupFiles(of, derivedKeys(key).passphrase);
    writeJson(settingsFile, of);
    return opened;
  };
  return {
    keyFile,
    settings,
    async primary(urls) {
      for (const url of urls) {
        const found = await connectBackupDatabase(url).catch(() => undefined);
        if (found !== undefined) return found;
      }
      throw noPrimary(urls.length);
    },
    async enable(database, urls, wished) {
      pgbackrestProgram();
      const { dataDirectory } = database.node;
      const storage = wished ??
        settings()?.storage ?? { kind: 'directory', path: join(dirname(dataDirectory), 'backups') };
      const user = database.serverUser;
      const of: BackupSettings = {
        storage,
        ...storeKeysFor(storage, world.env, settings()),
        folder: folderOf(dataDirectory),
        ...(user && { user }),
      };
      const opened = remember(of, ownKey(keyFile));
      startArchiving(of, { ...database.node, password: database.password }, [
        dataDirectory,
        ...(await Promise.all(urls.map(dataDirectoryOf))).filter((found) => found !== undefined),
      ]);
      return opened;
    },
    open() {
      const of = settings();
      if (of === undefined || !existsSync(configFileOf(of.folder))) throw noBackupYet(directory);
      if (of.storage.kind === 'directory' && !existsSync(of.storage.path)) throw storageGone(of.storage.path);
      return repository(of, readKey(keyFile));
    },
    adopt(storage, foreignKeyFile) {
      const key = readKey(foreignKeyFile === undefined ? keyFile : resolve(world.cwd, foreignKeyFile));
      const { dataDirectory, user } = dataPlace();
      const folder = folderOf(dataDirectory);
      if (foreignKeyFile !== undefined) keepKey(keyFile, key, world.now());
      return remember(
        { storage, ...storeKeysFor(storage, world.env, settings()), folder, ...(user && { user }) },
        key,
      );
    },
    dataPlace,
    copies: createCopies({ directory, env: world.env, signal: world.signal }),
  };
}

/** The other platform's key becomes this one's; a former key moves aside, for it still opens what it has sealed. */
function keepKey(keyFile: string, key: Buffer, now: number): void {
  if (existsSync(keyFile)) {
    if (readKey(keyFile).equals(key)) return;
    renameSync(keyFile, `${keyFile}.replaced-${now}`);
  } else ownKey(keyFile);
  writeWhole(keyFile, `${key.toString('hex')}\n`, 0o600, undefined);
}

/** From the environment, else those that were given the last time; never from arguments. */
function storeKeysFor(
  storage: Storage,
  env: Readonly<Record<string, string | undefined>>,
  before: BackupSettings | undefined,
): { storeKeys?: StoreKeys } {
  if (storage.kind === 'directory') return {};
  const [id, secret] = [env.AWS_ACCESS_KEY_ID, env.AWS_SECRET_ACCESS_KEY];
  const storeKeys = id && secret ? { id, secret } : before?.storeKeys;
  if (storeKeys === undefined) throw keysMissing();
  return { storeKeys };
}
