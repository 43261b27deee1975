import type { BackupDatabase } from '../adapters/backup/backup-database.ts';
import type { Repository } from '../adapters/backup/repository.ts';
import { type BackupWorld, databaseUrls } from './backup-world.ts';
import { readCatalogue } from './read-catalogue.ts';
import { newestSegmentAt, type RestorablePoint, restorablePointOf } from './restorable-point.ts';

type World = Pick<BackupWorld, 'backups' | 'localTarget' | 'now'>;

/**
 * The last moment that a restore can bring back. Reads what the storage holds, not what the database believes that it sent.
 *
 * @returns null when no backup was ever made here, or none is whole
 * @throws GomeetError `storage-unreachable`, `wrong-key`
 */
export async function newestRestorablePoint(ctx: World): Promise<RestorablePoint | null> {
  const backups = await ctx.backups();
  return backups.settings() === undefined ? null : restorablePointIn(ctx, backups.open());
}

/** The same for a storage that is open already. */
export async function restorablePointIn(ctx: World, repository: Repository): Promise<RestorablePoint | null> {
  const newest = (await readCatalogue(repository)).findLast(({ isSealed }) => isSealed);
  if (newest === undefined) return null;
  const archivedAt = newestSegmentAt(await repository.list('archive')) ?? newest.endedAt;
  const database = await runningDatabase(ctx);
  try {
    return restorablePointOf(Math.max(archivedAt, newest.endedAt), await database?.archiver(), ctx.now());
  } finally {
    await database?.close();
  }
}

/** The primary, when the platform runs and it answers. */
export async function runningDatabase(
  ctx: Pick<World, 'backups' | 'localTarget'>,
): Promise<BackupDatabase | undefined> {
  const [backups, target] = [await ctx.backups(), await ctx.localTarget()];
  const connections = await target.connections().catch(() => undefined);
  if (connections === undefined) return undefined;
  return backups.primary(databaseUrls(connections)).catch(() => undefined);
}
