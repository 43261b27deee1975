import { planRestore } from '../backup/plan-restore.ts';
import { restorePlatform } from '../backup/restore-platform.ts';
import type { FaultRecord, WholeScene } from './carry-out-steps.ts';
import { quiet } from './quiet-progress.ts';

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
      await first.deploy({ profile, apiWorkers, progress });
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
  const told = phases.map(({ name, durationMs }) => `${name} ${(durationMs / 1000).toFixed(1)} s`);
  note(
    'recovery',
    `gomeet restore --storage … --key-file … has brought backup ${label} and its log up to ${lastTransactionAt ?? 'its end'} to the second region (${told.join(', ')}; up ${(downtimeMs / 1000).toFixed(1)} s after the copy was ready)`,
  );
}
