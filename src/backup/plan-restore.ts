import type { DataPlace } from '../adapters/backup/backups.ts';
import type { Repository } from '../adapters/backup/repository.ts';
import type { LocalProfile } from '../adapters/local-target.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import type { BaseBackup } from './backup-catalogue.ts';
import type { BackupWorld } from './backup-world.ts';
import { chooseBackup } from './choose-backup.ts';
import { runningDatabase } from './newest-restorable-point.ts';
import { readCatalogue } from './read-catalogue.ts';
import { profileIn, readConfiguration } from './read-seal.ts';
import type { Storage } from './storage.ts';

/** What becomes of Redis, whose rooms, presence and limits have no points in time. */
type RedisChoice = 'keep' | 'copy' | 'empty';

export interface RestoreRequest {
  /** Milliseconds since 1970; undefined is everything that the archive has. */
  readonly to?: number | undefined;
  /** The backups of another platform, with its key. */
  readonly storage?: Storage | undefined;
  readonly keyFile?: string | undefined;
  readonly redis?: RedisChoice | undefined;
  /** As many as run now unless given. */
  readonly apiWorkers?: number | undefined;
}

/** A restore that can be carried out: what it begins with, and what it replaces. */
export interface RestorePlan {
  readonly repository: Repository;
  readonly backup: BaseBackup;
  readonly to: number | undefined;
  readonly redis: RedisChoice;
  readonly place: DataPlace;
  /** The platform's own files of then. */
  readonly configuration: Readonly<Record<string, string>>;
  /** What is stopped for it; empty when nothing runs. */
  readonly running: readonly string[];
  readonly profile: LocalProfile;
  readonly apiWorkers: number;
}

/**
 * Looks whether the wanted time can be restored, and changes nothing but this: what a running database has written so far is
 * archived, so that a restore to a moment ago is possible.
 *
 * @throws GomeetError `time-outside-archive`, `no-backup`, `wrong-key`, `storage-unreachable`, `not-deployed`
 */
export async function planRestore(ctx: BackupWorld, request: RestoreRequest): Promise<RestorePlan> {
  const { to, storage } = request;
  if (to !== undefined && to > ctx.now()) throw inTheFuture(to, ctx.now());
  const [backups, target] = [await ctx.backups(), await ctx.localTarget()];
  const { services, profile: present } = await target.status();
  const isNew = storage !== undefined && !backups.hasPlace();
  // Decides where the data of a platform that is not there yet will lie, and starts nothing.
  if (isNew) await target.plan({ profile: present, apiWorkers: 1 });
  const here = backups.dataPlace(present);
  const repository = storage === undefined ? backups.open() : backups.adopt(storage, request.keyFile);
  const backup = chooseBackup(await readCatalogue(repository), { to });
  const configuration = await readConfiguration(repository, backup.label);
  const profile = isNew ? profileIn(configuration) : present;
  const place = profile === present ? here : backups.dataPlace(profile);
  // Another platform's archive does not get anything from the database here.
  if (storage === undefined) await archiveWhatThereIs(ctx);
  const running = services.filter(({ processId }) => processId !== null).map(({ name }) => name);
  const workers = running.filter((name) => name.startsWith('api-')).length;
  const usual = profile === 'ha' ? target.haApiWorkers : 2;
  return {
    repository,
    backup,
    to,
    redis: request.redis ?? (storage === undefined && backups.copies.hasRedisData(place) ? 'keep' : 'copy'),
    place,
    configuration,
    running,
    profile,
    apiWorkers: request.apiWorkers ?? (workers > 0 ? workers : usual),
  };
}

async function archiveWhatThereIs(ctx: BackupWorld): Promise<void> {
  const database = await runningDatabase(ctx);
  if (database === undefined) return;
  try {
    if (!(await database.archiveNow(ctx.signal)))
      ctx.progress.note(
        'the database’s newest log does not reach the archive; the restore ends where the archive does',
      );
  } finally {
    await database.close();
  }
}

const inTheFuture = (to: number, now: number): GomeetError =>
  new GomeetError(
    `--to ${new Date(to).toISOString()} lies in the future; it is ${new Date(now).toISOString()}`,
    {
      exitCode: ExitCode.usage,
      code: 'time-outside-archive',
      hint: 'gomeet restore   without --to brings back everything that the archive has',
    },
  );
