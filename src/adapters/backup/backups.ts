import { existsSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Storage } from '../../backup/storage.ts';
import { readJson, writeJson } from '../../local/json-file.ts';
import { layoutOf } from '../../local/layout.ts';
import { postgresFolders } from '../../local/postgres-place.ts';
import type { LocalProfile } from '../../local/profile.ts';
import { type BackupDatabase, connectBackupDatabase, dataDirectoryOf } from './backup-database.ts';
import { keysMissing, noBackupYet, noPrimary, notDeployedYet, storageGone } from './backup-errors.ts';
import {
  type BackupSettings,
  configFileOf,
  folderOf,
  makeStorage,
  ownKey,
  passwordFileOf,
  readKey,
  startArchiving,
  stopArchiving,
  type Whose,
  writeBackupFiles,
} from './backup-files.ts';
import { pgbackrestProgram } from './backup-programs.ts';
import { type BackupRecord, createBackupRecord } from './backup-record.ts';
import { type DataPlace, dataPlaceOf } from './data-place.ts';
import type { StoreKeys } from './pgbackrest-configuration.ts';
import { openRepository, type Repository } from './repository.ts';
import { type Copies, createCopies } from './restoring.ts';
import { derivedKeys } from './sealed.ts';
import { takeStorageAway } from './take-storage-away.ts';

export type { DataPlace };

/** What backups of the platform on this machine need of the outside. */
export interface Backups extends BackupRecord {
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
  /** Takes back what `enable` has set, when the storage turns out to be of no use: the log goes on to where it went. */
  goBackTo(before: BackupSettings | undefined): void;
  /** The backups of this platform. @throws GomeetError (`no-backup`) when none was ever made */
  open(): Repository;
  /** The backups of another platform, for a restore. This one's own backups, key and storage stay what they are. */
  adopt(storage: Storage, keyFile: string | undefined): Repository;
  /** For drills: has the storage away, as when its mount is lost. @throws GomeetError when it is no folder of this machine */
  takeStorageAway(): { readonly command: string; giveBack(): void };
  /** The same for a platform in another folder. */
  elsewhere(directory: string): Backups;
  /** Whether a platform has its place here, be it stopped. */
  hasPlace(): boolean;
  /** @throws GomeetError when nothing was ever deployed or planned here */
  dataPlace(profile: LocalProfile): DataPlace;
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
  const layout = layoutOf(directory);
  const dataPlace = (profile: LocalProfile): DataPlace => {
    const place = dataPlaceOf(layout, profile);
    if (place === undefined) throw notDeployedYet(directory);
    return place;
  };
  // Of several servers none is the place of what belongs to all of them: it lies beside where a single one would.
  const single = (): DataPlace => dataPlace('lean');
  const repository = (of: BackupSettings, key: Buffer, whose: Whose = 'own'): Repository =>
    openRepository({
      program: pgbackrestProgram(),
      configFile: configFileOf(of.folder, whose),
      passwordFile: passwordFileOf(of.folder),
      workingDirectory: of.folder,
      user: of.user,
      sealKey: derivedKeys(key).seal,
      signal: world.signal,
    });
  const remember = (of: BackupSettings, key: Buffer): Repository => {
    const opened = repository(of, key);
    makeStorage(of);
    writeBackupFiles(of, derivedKeys(key).passphrase, 'own');
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
      const base = dirname(single().dataDirectory);
      const storage = wished ?? settings()?.storage ?? { kind: 'directory', path: join(base, 'backups') };
      const user = database.serverUser;
      const of: BackupSettings = {
        storage,
        ...storeKeysFor(storage, world.env, settings()),
        folder: folderOf(single().dataDirectory),
        ...(user && { user }),
      };
      const opened = remember(of, ownKey(keyFile));
      startArchiving(of, { ...database.node, password: database.password }, [
        database.node.dataDirectory,
        ...(await Promise.all(urls.map(dataDirectoryOf))).filter((found) => found !== undefined),
      ]);
      return opened;
    },
    goBackTo(before) {
      const failed = settings();
      if (before !== undefined) remember(before, ownKey(keyFile));
      else if (failed !== undefined) {
        for (const directory of postgresFolders(layout)) stopArchiving(folderOf(directory));
        rmSync(settingsFile, { force: true });
      }
    },
    open() {
      const of = settings();
      if (of === undefined || !existsSync(configFileOf(of.folder, 'own'))) throw noBackupYet(directory);
      if (of.storage.kind === 'directory' && !existsSync(of.storage.path)) throw storageGone(of.storage.path);
      return repository(of, readKey(keyFile));
    },
    adopt(storage, foreignKeyFile) {
      if (storage.kind === 'directory' && !existsSync(storage.path)) throw storageGone(storage.path);
      const key = readKey(foreignKeyFile === undefined ? keyFile : resolve(world.cwd, foreignKeyFile));
      const { dataDirectory, user } = single();
      const of: BackupSettings = {
        storage,
        ...storeKeysFor(storage, world.env, settings()),
        folder: folderOf(dataDirectory),
        ...(user && { user }),
      };
      writeBackupFiles(of, derivedKeys(key).passphrase, 'adopted');
      return repository(of, key, 'adopted');
    },
    ...createBackupRecord(layout, () => settings()?.storage),
    takeStorageAway: () => takeStorageAway(settings()?.storage, directory),
    elsewhere: (other) => createBackups({ ...world, config: { local: { directory: other } } }),
    hasPlace: () => existsSync(layout.places),
    dataPlace,
    copies: createCopies({ directory, env: world.env, signal: world.signal }),
  };
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
