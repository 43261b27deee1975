import { setTimeout as delay } from 'node:timers/promises';
import type { BackupDatabase } from '../adapters/backup/backup-database.ts';
import { missingSegments } from '../backup/archive-gaps.ts';
import { databaseUrls } from '../backup/backup-world.ts';
import { newestRestorablePoint } from '../backup/newest-restorable-point.ts';
import type { FaultRecord, WholeScene } from './carry-out-steps.ts';

/** Its first attempt at the next segment fails within a second or two. */
const failsWithinMs = 30_000;
/** A minute after it gave up it tries again by itself; a new segment wakes it earlier. */
const caughtUpWithinMs = 90_000;
const lookEveryMs = 500;
const broken = 'storage-away';

/** Takes the archive's storage away and waits until the database has been refused; meanwhile it has to keep its log. */
export async function takeStorage(scene: WholeScene, record: FaultRecord): Promise<void> {
  const backups = await scene.world.backups();
  const taken = backups.takeStorageAway();
  record.broken.push({ act: broken, service: 'backup storage', undo: async () => taken.giveBack() });
  record.atMs = scene.world.monotonic();
  record.wallMs = scene.world.now();
  record.commands.push(taken.command);
  scene.note('fault', `the storage of the backups is away, by \`${taken.command}\``);
  await withPrimary(scene, async (database) => {
    await database.closeSegment();
    const isRefused = await until(scene, failsWithinMs, async () => (await database.archiver()).isRefused);
    const { waitingSegments } = await database.archiver();
    (isRefused ? record.proofs : record.unproven).push(
      isRefused
        ? `PostgreSQL's archiver is refused, and ${waitingSegments} segments of the log wait on its own disk`
        : `${failsWithinMs / 1000} s after it PostgreSQL's archiver has not failed`,
    );
  });
  // What the health check and the exported age say of it.
  const said = await newestRestorablePoint(scene.world).then(
    (point) => `the newest restorable point is ${point?.ageSeconds ?? '?'} s old`,
    (error: Error) => error.message,
  );
  scene.note('platform', `backup-age: ${said}`);
}

/** Gives it back and waits until everything that waited is there; a gap in the archive breaks a promise. */
export async function returnStorage(scene: WholeScene, record: FaultRecord): Promise<void> {
  const { world: ctx, note } = scene;
  for (const { act, undo } of record.broken) if (act === broken) await undo?.();
  record.broken.splice(0, record.broken.length, ...record.broken.filter(({ act }) => act !== broken));
  note('recovery', 'the storage of the backups is back');
  const { isCaughtUp, segmentBytes } = await withPrimary(scene, async (database) => {
    await database.closeSegment();
    return {
      isCaughtUp: await until(scene, caughtUpWithinMs, async () => (await database.archiver()).isHealthy),
      segmentBytes: (await database.archiver()).segmentBytes,
    };
  });
  if (!isCaughtUp) {
    record.shortcomings.push(`${caughtUpWithinMs / 1000} s after the storage was back, log still waits`);
    return;
  }
  const repository = (await ctx.backups()).open();
  const archived = (await repository.list('archive')).map(({ path }) => path);
  const missing = missingSegments(archived, segmentBytes);
  const findings = [...missing.map((name) => `segment ${name} is missing`), ...(await repository.verify())];
  record.shortcomings.push(...findings.map((finding) => `the archive has a gap: ${finding}`));
  if (findings.length === 0)
    note(
      'recovery',
      'every segment that waited is in the archive, without a gap, and each fits its checksum',
    );
}

async function withPrimary<Value>(
  { world: ctx, connections }: WholeScene,
  work: (database: BackupDatabase) => Promise<Value>,
): Promise<Value> {
  const database = await (await ctx.backups()).primary(databaseUrls(connections));
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function until(
  { world: ctx }: WholeScene,
  withinMs: number,
  holds: () => Promise<boolean>,
): Promise<boolean> {
  const deadlineMs = ctx.monotonic() + withinMs;
  while (!(await holds())) {
    if (ctx.monotonic() > deadlineMs) return false;
    await delay(lookEveryMs, undefined, { signal: ctx.signal });
  }
  return true;
}
