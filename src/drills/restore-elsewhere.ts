import { planRestore } from '../backup/plan-restore.ts';
import { restorePlatform } from '../backup/restore-platform.ts';
import type { FaultRecord, WholeScene } from './carry-out-steps.ts';
import { quiet } from './quiet-progress.ts';

/** archive_timeout closes a segment after 60 s; 10 s are for shipping it. */
const archivedWithinMs = 70_000;
/** Profile ha is up in 40 s; a machine that has to recover its databases first may take longer. */
const broughtBackWithinMs = 120_000;

/**
 * Another region takes over: an empty platform in a folder of its own gets the storage of the backups and their key, and nothing else
 * of the first. It listens where the first did, as when DNS points to it. To undo it, the second one goes and the first comes back.
 */
export async function restoreElsewhere(scene: WholeScene, record: FaultRecord): Promise<void> {
  const { world: ctx, note } = scene;
  const { profile } = scene.connections;
  const [backups, first] = [await ctx.backups(), await ctx.localTarget()];
  const settings = backups.settings();
  if (settings === undefined) throw new Error('no backup was ever made here');
  const apiWorkers = scene.connections.apiAdminUrls.length;
  const directory = `${first.directory}-second-region`;
  const second = first.elsewhere(directory);
  const world = quiet({
    ...ctx,
    localTarget: async () => second,
    backups: async () => backups.elsewhere(directory),
  });
  const { progress } = world;
  record.broken.push({
    act: 'elsewhere',
    service: 'the first region',
    undo: async () => {
      await second.down({ wipe: true, progress });
      // After Ctrl-C too: whoever ends a drill wants the platform back.
      const again = first.elsewhere(first.directory, AbortSignal.timeout(broughtBackWithinMs));
      await again.deploy({ profile, apiWorkers, progress });
    },
  });
  // What a drill that was killed has left.
  await second.down({ wipe: true, progress });
  const plan = await planRestore(world, {
    storage: settings.storage,
    keyFile: backups.keyFile,
    apiWorkers,
  });
  const { downtimeMs, label, lastTransactionAt, phases } = await restorePlatform(world, plan);
  // Whatever was acknowledged before the last transaction of the log stands before it in the log: all of that has to be there.
  const endsAt = lastTransactionAt === null ? plan.backup.endedAt : Date.parse(lastTransactionAt);
  const behindMs = (record.wallMs ?? endsAt) - endsAt;
  record.givenUpFromMs = (record.atMs ?? ctx.monotonic()) - behindMs;
  if (behindMs > archivedWithinMs)
    record.shortcomings.push(
      `the archive ended ${(behindMs / 1000).toFixed(0)} s before the region was lost, where ${archivedWithinMs / 1000} s are allowed`,
    );
  const told = phases.map(({ name, durationMs }) => `${name} ${(durationMs / 1000).toFixed(1)} s`);
  note(
    'recovery',
    `gomeet restore --storage … --key-file … has brought backup ${label} and its log up to ${lastTransactionAt ?? 'its end'} to the second region (${told.join(', ')}; up ${(downtimeMs / 1000).toFixed(1)} s after the copy was ready)`,
  );
}
