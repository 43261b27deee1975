import { awaitRedundancy } from './await-redundancy.ts';
import { sealPaths } from './backup-seal.ts';
import type { BackupWorld, Phase } from './backup-world.ts';
import { phasesOf } from './backup-world.ts';
import type { RestorePlan } from './plan-restore.ts';
import { databasePasswordIn, replicationPasswordIn } from './read-seal.ts';

export interface RestoreReport {
  readonly label: string;
  /** ISO 8601; null is everything that the archive had. */
  readonly to: string | null;
  /** Commit time of the last transaction that came back from the log; null when there was none after the base backup. */
  readonly lastTransactionAt: string | null;
  readonly redis: RestorePlan['redis'];
  /** Where what was replaced lies now. */
  readonly keptAside: readonly string[];
  readonly changedConfiguration: readonly string[];
  readonly phases: readonly Phase[];
  /** From the first service stopped to the last one ready. */
  readonly downtimeMs: number;
}

/**
 * Brings the platform's data back. The copy is restored and recovered beside the data while the platform still serves; only then
 * the platform stops, two folders change names, and it starts again. What is replaced stays aside. Killed at any moment, it can be
 * run again: until the change of names nothing was touched, after it the data are whole.
 */
export async function restorePlatform(ctx: BackupWorld, plan: RestorePlan): Promise<RestoreReport> {
  const { backup, configuration, place, profile, repository, to } = plan;
  const [{ copies }, target, { phases, run }] = [await ctx.backups(), await ctx.localTarget(), phasesOf(ctx)];
  const stamp = new Date(ctx.now()).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const redis = plan.redis === 'copy' ? await repository.read(sealPaths(backup.label).redis) : undefined;
  const dataDirectory = await run('restore the files beside the data', async () => {
    const { folder, resume } = await copies.readyRestoring(place);
    const goal = to === undefined ? ({ kind: 'latest' } as const) : ({ kind: 'time', at: to } as const);
    await repository.restore({ into: folder, label: backup.label, target: goal, resume });
    return folder;
  });
  const lastTransactionAt = await run('recover to the wanted time', async () => {
    await using server = await copies.recover({
      dataDirectory,
      user: place.user,
      password: databasePasswordIn(configuration),
      replicationPassword: profile === 'ha' ? replicationPasswordIn(configuration) : undefined,
      durable: true,
    });
    return server.lastTransactionAt;
  });
  await run('ready it for every server', () => copies.readyForServers(place));
  const stoppedAt = ctx.monotonic();
  await run('stop the platform', () => target.down({ wipe: false, progress: ctx.progress }));
  const { keptAside, changed } = await run('put the copy in its place', async () => {
    const aside = [...(await copies.replaceData(place, stamp))];
    if (plan.redis !== 'keep') aside.push(...copies.replaceRedis(place, redis, stamp));
    return { keptAside: aside, changed: copies.placeConfiguration(configuration, stamp) };
  });
  await run('start the platform', () =>
    target.deploy({ profile, apiWorkers: plan.apiWorkers, progress: ctx.progress }),
  );
  if (profile === 'ha') await run('wait until every server follows', () => awaitRedundancy(ctx));
  return {
    label: backup.label,
    to: to === undefined ? null : new Date(to).toISOString(),
    lastTransactionAt: lastTransactionAt === undefined ? null : new Date(lastTransactionAt).toISOString(),
    redis: plan.redis,
    keptAside,
    changedConfiguration: changed,
    phases,
    downtimeMs: Math.round(ctx.monotonic() - stoppedAt),
  };
}
