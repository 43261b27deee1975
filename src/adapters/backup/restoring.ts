import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { explainingFileErrors } from '../../local/explain-file-error.ts';
import type { UserIds } from '../../local/service.ts';
import { postgresFolder } from './backup-programs.ts';
import { type ConfigurationCopy, placeConfiguration, takeConfigurationCopy } from './configuration-copy.ts';
import { type DataPlace, openPlace } from './data-place.ts';
import { checkRedisCopy, placeRedisCopy, type RedisCopy, takeRedisCopy } from './redis-copy.ts';
import {
  announceTimelines,
  copyForReplicas,
  readyRestoringFolder,
  replaceData,
  restoringFolder,
} from './replace-data.ts';
import { type ScratchPostgres, startScratchPostgres } from './scratch-postgres.ts';

/** A folder of the database's user that goes with its owner. */
interface ScratchFolder extends Disposable {
  readonly path: string;
}

/** Work on copies of the platform's data, on this machine. */
export interface Copies {
  takeRedis(url: string): Promise<RedisCopy>;
  /** Keys in a snapshot; undefined when Redis' own checker refuses it. */
  checkRedis(rdb: Buffer): Promise<number | undefined>;
  takeConfiguration(configFile: string): ConfigurationCopy;
  scratch(folder: string, user: UserIds | undefined): ScratchFolder;
  /** Starts a server on restored files and waits until it has recovered. */
  recover(request: {
    readonly dataDirectory: string;
    readonly user: UserIds | undefined;
    readonly password: string;
    /** False for a copy that is thrown away. */
    readonly durable: boolean;
    /** Of the role by which servers copy one another; it is made where the backup's platform had one server only. */
    readonly replicationPassword?: string | undefined;
  }): Promise<ScratchPostgres>;
  /** Where restored files go; `resume` when an interrupted restore has left some there. */
  readyRestoring(place: DataPlace): Promise<{ folder: string; resume: boolean }>;
  /** Makes of what was restored and has recovered what the platform's servers begin with. */
  readyForServers(place: DataPlace): Promise<void>;
  /** Puts what was restored in the place of the data, which move aside. Nothing may run. @returns where the old data lie now */
  replaceData(place: DataPlace, stamp: string): Promise<readonly string[]>;
  /** Puts a snapshot (or nothing) in the place of Redis' data. @returns where the old data lie now */
  replaceRedis(place: DataPlace, rdb: Buffer | undefined, stamp: string): readonly string[];
  placeConfiguration(copy: ConfigurationCopy, stamp: string): readonly string[];
  /** Deletes what a replacement has kept aside. */
  discard(keptAside: readonly string[]): void;
  hasRedisData(place: DataPlace): boolean;
}

export function createCopies(world: {
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}): Copies {
  const ownScratch = join(world.directory, 'backup');
  return {
    takeRedis: (url) => explainingFileErrors(() => takeRedisCopy(url, ownScratch, world.signal)),
    checkRedis: (rdb) => explainingFileErrors(() => checkRedisCopy(rdb, ownScratch)),
    takeConfiguration: (configFile) => takeConfigurationCopy(world.directory, configFile),
    scratch(folder, user) {
      const base = join(folder, 'scratch');
      // One command works on a platform at a time, so what is there was left by one that was killed.
      for (const name of readdirSync(base)) rmSync(join(base, name), { recursive: true, force: true });
      const path = mkdtempSync(join(base, 'copy-'));
      if (user !== undefined) chownSync(path, user.uid, user.gid);
      return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
    },
    async recover(request) {
      const { password, ...rest } = request;
      const binDirectory = await postgresFolder(world.env.PATH ?? '');
      const login = { user: 'gomeet', password, database: 'gomeet' };
      return startScratchPostgres({ ...rest, binDirectory, login, signal: world.signal });
    },
    async readyRestoring(place) {
      await openPlace(place);
      const folder = restoringFolder(place.dataDirectory);
      return { folder, resume: await readyRestoringFolder(folder, place.user) };
    },
    async readyForServers(place) {
      announceTimelines(restoringFolder(place.dataDirectory), place.user);
      await copyForReplicas(place);
    },
    async replaceData(place, stamp) {
      await openPlace(place);
      return replaceData(place, stamp);
    },
    replaceRedis: ({ redis }, rdb, stamp) =>
      redis.map((folder) => {
        const aside = `${folder}.replaced-${stamp}`;
        placeRedisCopy(rdb, folder, aside);
        return aside;
      }),
    placeConfiguration: (copy, stamp) => placeConfiguration(copy, world.directory, stamp),
    discard(keptAside) {
      for (const path of keptAside.filter((name) => /\.replaced-\w+$/.test(name)))
        rmSync(path, { recursive: true, force: true });
    },
    hasRedisData: ({ redis }) => redis.every((folder) => existsSync(folder)),
  };
}
