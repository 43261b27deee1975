import { makeBackup } from '../backup/make-backup.ts';
import { planRestore } from '../backup/plan-restore.ts';
import { restorePlatform } from '../backup/restore-platform.ts';
import type { FaultRecord, WholeScene } from './carry-out-steps.ts';
import type { DataStep } from './data-step.ts';
import { probePatienceMs } from './probe.ts';
import { quiet } from './quiet-progress.ts';
import { restoreElsewhere } from './restore-elsewhere.ts';
import { returnStorage, takeStorage } from './take-storage.ts';

/** Carries out what a drill does to the data and their copies. */
export async function carryOutDataStep(
  scene: WholeScene,
  step: DataStep,
  record: FaultRecord,
): Promise<void> {
  switch (step.act) {
    case 'back-up':
      return backUp(scene);
    case 'delete-rows':
      return deleteRows(scene, record);
    case 'restore-before':
      return restoreBefore(scene, record);
    case 'take-storage':
      return takeStorage(scene, record);
    case 'return-storage':
      return returnStorage(scene, record);
    case 'restore-elsewhere':
      return restoreElsewhere(scene, record);
  }
}

async function backUp(scene: WholeScene): Promise<void> {
  const { backup } = await makeBackup(quiet(scene.world), {});
  scene.note('note', `gomeet backup has made ${backup.label} (${backup.type})`);
}

async function deleteRows(
  { world: ctx, doors, connections, note }: WholeScene,
  record: FaultRecord,
): Promise<void> {
  const database = doors.database(connections.databaseUrl, 5 * probePatienceMs);
  try {
    // Everything that was acknowledged by now was committed before the moment that the database's clock tells next.
    record.givenUpFromMs = ctx.monotonic();
    const { justBeforeMs, deletedRows, highestSequence } = await database.deleteRows();
    record.atMs = ctx.monotonic();
    record.wallMs = justBeforeMs;
    record.commands.push("psql -c 'DELETE FROM gomeet_drill.writes'");
    note('fault', `${deletedRows} rows are deleted by hand`);
    const left = await database.rows();
    const old = left.filter(({ writer, sequence }) => writer === 'sql' && sequence <= highestSequence);
    // A write that was under way when the rows went is younger than what it found there.
    const isProven = deletedRows > 0 && old.length <= 40;
    (isProven ? record.proofs : record.unproven).push(
      `another connection finds ${old.length} of the ${deletedRows} rows that were there`,
    );
  } finally {
    await database.close();
  }
}

async function restoreBefore(scene: WholeScene, record: FaultRecord): Promise<void> {
  const world = quiet(scene.world);
  const to = Math.floor(record.wallMs ?? world.now());
  const plan = await planRestore(world, { to });
  const report = await restorePlatform(world, plan);
  const phases = report.phases.map(({ name, durationMs }) => `${name} ${(durationMs / 1000).toFixed(1)} s`);
  scene.note(
    'recovery',
    `gomeet restore --to ${report.to} has brought it back; down for ${(report.downtimeMs / 1000).toFixed(1)} s (${phases.join(', ')})`,
  );
  // A drill leaves nothing behind: what it replaced was its own mess.
  (await world.backups()).copies.discard(report.keptAside);
}
