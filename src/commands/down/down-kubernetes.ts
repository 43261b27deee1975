import type { Context } from '../../context.ts';
import { takeDown } from '../../deployment/kubernetes/take-down.ts';
import type { CommandResult } from '../command.ts';
import { type KubernetesOptions, openKubernetes } from '../deploy/kubernetes-target.ts';
import { type DownData, declined } from './down-local.ts';

interface Options extends KubernetesOptions {
  readonly wipe: boolean;
  readonly timeout?: number | undefined;
}

/** A volume that is being detached, or a meeting that goes on, takes minutes. */
const TIMEOUT_S = 900;

/** Takes the platform out of a cluster, after its name was typed. */
export async function downKubernetes(ctx: Context, options: Options): Promise<CommandResult<DownData>> {
  const { wipe, timeout = TIMEOUT_S } = options;
  const { cluster, namespaces, by } = await openKubernetes(ctx, options);
  const what = wipe ? 'with its data, secrets, history and operators' : '; its data stay';
  const question = `Take ${namespaces.platform} out of ${cluster.context} (${cluster.server})${wipe ? ' ' : ''}${what}?`;
  const isMeant = await (await ctx.prompts()).confirmTyped(question, namespaces.platform, '--yes');
  if (!isMeant) throw declined('gomeet down --target kubernetes');
  const startedAt = ctx.monotonic();
  const { deleted, kept } = await takeDown(ctx, cluster, { namespaces, by, wipe, timeoutMs: timeout * 1000 });
  const took = `${((ctx.monotonic() - startedAt) / 1000).toFixed(1)} s`;
  const lines = [
    deleted.length === 0 ? 'nothing was there to delete' : `deleted ${deleted.length} objects in ${took}`,
    ...(kept.length === 0 ? [] : [`kept ${kept.join(', ')}; --wipe deletes them`]),
  ];
  return {
    data: { stopped: [...deleted], wiped: wipe },
    text: [...lines, '', 'Next: gomeet deploy --target kubernetes'].join('\n'),
  };
}
