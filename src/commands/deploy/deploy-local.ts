import type { z } from 'zod';
import type { LocalProfile } from '../../adapters/local-target.ts';
import type { Context } from '../../context.ts';
import { changesView, deploymentView } from '../../deployment/deploy-view.ts';
import { ExitCode } from '../../errors.ts';
import type { CommandResult } from '../command.ts';
import type { deployData } from './deploy-data.ts';

interface LocalOptions {
  readonly profile: LocalProfile | undefined;
  readonly apiWorkers: number | undefined;
  readonly dryRun: boolean | undefined;
  readonly exitCode: boolean | undefined;
}

/** The platform as processes of this machine. */
export async function deployLocal(
  ctx: Context,
  options: LocalOptions,
): Promise<CommandResult<z.output<typeof deployData>>> {
  const target = await ctx.localTarget();
  const { local } = (await ctx.config()).values;
  const profile = options.profile ?? local.profile;
  const apiWorkers = options.apiWorkers ?? (profile === 'ha' ? target.haApiWorkers : local.apiWorkers);
  const startedAt = ctx.now();
  await using _lock = await target.lock('deploy');
  const changes = await target.plan({ profile, apiWorkers });
  const isPending = changes.some(({ action }) => action !== 'unchanged');
  const done = { target: 'local' as const };
  if (options.dryRun) {
    const durationMs = ctx.now() - startedAt;
    return {
      data: { ...done, revision: null, changes, applied: false, durationMs },
      text: changesView(changes),
      exitCode: isPending && options.exitCode ? ExitCode.pending : ExitCode.ok,
    };
  }
  if (isPending) ctx.progress.note(changesView(changes));
  const deployment = await target.deploy({ profile, apiWorkers, progress: ctx.progress });
  const durationMs = ctx.now() - startedAt;
  const { urls } = await target.status();
  return {
    data: { ...done, ...deployment, changes: [...deployment.changes], durationMs },
    text: deploymentView({ ...deployment, durationMs }, urls),
  };
}
