import { join } from 'node:path';
import type { BackupDatabase } from '../adapters/backup/backup-database.ts';
import type { Repository } from '../adapters/backup/repository.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import type { BaseBackup } from './backup-catalogue.ts';
import { typeFor } from './backup-catalogue.ts';
import { type BackupSeal, isFileOf, pointOf, sealPaths } from './backup-seal.ts';
import { type BackupWorld, databaseUrls, type Phase, phasesOf } from './backup-world.ts';
import { readCatalogue } from './read-catalogue.ts';
import { type Storage, storageName } from './storage.ts';

export interface BackupReport {
  readonly backup: BaseBackup;
  readonly storage: string;
  readonly keyFile: string;
  readonly tables: number;
  readonly rows: number;
  readonly redisKeys: number;
  readonly phases: readonly Phase[];
  /** Labels that retention has removed. */
  readonly expired: readonly string[];
}

/**
 * Makes a base backup, marks a point in the log whose tables are counted, copies Redis and configuration, and seals all of it.
 * From the first one on the database archives its log. What is older than the retention goes.
 *
 * @throws GomeetError `storage-unreachable`, `disk-full`, `backup-running`, `archive-behind`, `database-busy`
 */
export async function makeBackup(
  ctx: BackupWorld,
  request: { readonly storage?: Storage | undefined; readonly type?: 'full' | 'incremental' | undefined },
): Promise<BackupReport> {
  const [backups, target] = [await ctx.backups(), await ctx.localTarget()];
  const connections = await target.connections();
  const urls = databaseUrls(connections);
  const { phases, run } = phasesOf(ctx);
  const database = await backups.primary(urls);
  try {
    const repository = await run('prepare the storage', async () => {
      const settings = backups.settings();
      const opened = await backups.enable(database, urls, request.storage);
      try {
        await opened.createStanza(database.node);
      } catch (error) {
        backups.goBackTo(settings);
        throw error;
      }
      return opened;
    });
    const before = await readCatalogue(repository);
    const wished =
      request.type === undefined ? typeFor(before, ctx.now()) : request.type === 'full' ? 'full' : 'incr';
    await run(`copy the database (${wished === 'full' ? 'full' : 'incremental'})`, () =>
      repository.backup(wished, database.node),
    );
    const after = await readCatalogue(repository);
    const made = after.at(-1);
    if (made === undefined) throw vanished();
    const sealed = await run('count its rows at a point of the log', () => markPoint(ctx, database, made));
    const redis = await run('copy Redis', () => backups.copies.takeRedis(connections.redisUrl));
    const documents = sealPaths(made.label);
    await run('seal it with its configuration', async () => {
      const configuration = backups.copies.takeConfiguration(join(ctx.cwd, 'gomeet.yaml'));
      await repository.write(documents.redis, redis.rdb);
      await repository.write(documents.configuration, Buffer.from(JSON.stringify(configuration)));
      const { keys, sha256 } = redis;
      const seal: BackupSeal = {
        schema: 'gomeet.backup-seal/v1',
        label: made.label,
        sealedAt: new Date(ctx.now()).toISOString(),
        point: pointOf(made.label),
        tables: [...sealed],
        redis: { keys, sha256, bytes: redis.rdb.length },
        files: await digests(repository, made),
      };
      await repository.write(documents.seal, Buffer.from(JSON.stringify(seal)));
    });
    return {
      backup: { ...made, isSealed: true },
      storage: storageName(backups.settings()?.storage ?? { kind: 'directory', path: '' }),
      keyFile: backups.keyFile,
      tables: sealed.length,
      rows: sealed.reduce((sum, { rows }) => sum + rows, 0),
      redisKeys: redis.keys,
      phases,
      expired: await removeExpired(repository, before, after),
    };
  } finally {
    await database.close();
  }
}

async function markPoint(
  ctx: BackupWorld,
  database: BackupDatabase,
  made: BaseBackup,
): Promise<BackupSeal['tables']> {
  const tables = await database.markPoint(pointOf(made.label));
  if (await database.archiveNow(ctx.signal)) return [...tables];
  throw new GomeetError(`the log up to the end of backup ${made.label} is not in the archive after 60 s`, {
    exitCode: ExitCode.timeout,
    code: 'archive-behind',
    hint: 'read the database’s log (gomeet status names it); it says why archiving fails',
  });
}

async function digests(repository: Repository, made: BaseBackup): Promise<BackupSeal['files']> {
  const listed = [...(await repository.list('backup')), ...(await repository.list('archive'))];
  const files: BackupSeal['files'] = [];
  for (const { path, bytes } of listed.filter((file) => isFileOf(made, file.path)))
    files.push({ path, bytes, sha256: await repository.digest(path) });
  return files;
}

/** pgBackRest removes its files when they are too old; ours go with them. */
async function removeExpired(
  repository: Repository,
  before: readonly BaseBackup[],
  after: readonly BaseBackup[],
): Promise<string[]> {
  const kept = new Set(after.map(({ label }) => label));
  const expired = before.map(({ label }) => label).filter((label) => !kept.has(label));
  for (const label of expired) await repository.remove(sealPaths(label).folder);
  return expired;
}

const vanished = (): GomeetError =>
  new GomeetError('the backup that was just made is not in the catalogue', {
    exitCode: ExitCode.critical,
    code: 'backup-failed',
    hint: 'gomeet backup list',
  });
