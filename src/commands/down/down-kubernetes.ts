import type { Context } from '../../context.ts';
import { keyOf, shownKey } from '../../deployment/kubernetes/object-key.ts';
import { planRemoval } from '../../deployment/kubernetes/plan-removal.ts';
import { keptLines, removalView } from '../../deployment/kubernetes/removal-view.ts';
import { takeDown, WIPE_GRACE_SECONDS } from '../../deployment/kubernetes/take-down.ts';
import type { CommandResult } from '../command.ts';
import { type KubernetesOptions, openKubernetes } from '../deploy/kubernetes-target.ts';
import { type DownData, declined } from './down-local.ts';

interface Options extends KubernetesOptions {
  readonly wipe: boolean;
  readonly plan?: boolean | undefined;
  readonly timeout?: number | undefined;
}

/** For everything together: a volume that is being detached, or a meeting that goes on, takes minutes. */
const TIMEOUT_S = 900;

/** Takes the platform out of a cluster, after its name was typed. */
export async function downKubernetes(ctx: Context, options: Options): Promise<CommandResult<DownData>> {
  const { wipe, timeout = TIMEOUT_S } = options;
  const target = await openKubernetes(ctx, options);
  const { cluster, namespaces, by } = target;
  if (options.plan === true) return showPlan(target, wipe);
  const what = wipe
    ? ` with its data, secrets, history and operators? Meetings that go on end within ${WIPE_GRACE_SECONDS} s.`
    : '; its data stay?';
  const question = `Take ${namespaces.platform} out of ${cluster.context} (${cluster.server})${what}`;
  const isMeant = await (await ctx.prompts()).confirmTyped(question, namespaces.platform, '--yes');
  if (!isMeant) throw declined('gomeet down --target kubernetes');
  const startedAt = ctx.monotonic();
  ctx.progress.note(`waits at most ${timeout} s in all; --timeout says otherwise`);
  const { deleted, kept } = await takeDown(ctx, cluster, { namespaces, by, wipe, timeoutMs: timeout * 1000 });
  const took = `${((ctx.monotonic() - startedAt) / 1000).toFixed(1)} s`;
  const head =
    deleted.length === 0 ? 'nothing was there to delete' : `deleted ${deleted.length} objects in ${took}`;
  return {
    data: { stopped: [...deleted], wiped: wipe, kept: namesOf(kept) },
    text: [head, ...keptLines(kept), '', 'Next: gomeet deploy --target kubernetes'].join('\n'),
  };
}

/** Reads and writes nothing. */
async function showPlan(
  { cluster, namespaces }: Awaited<ReturnType<typeof openKubernetes>>,
  wipe: boolean,
): Promise<CommandResult<DownData>> {
  const plan = await planRemoval(cluster, namespaces, wipe);
  const order = plan.steps.map(({ title, objects }) => ({
    step: title,
    objects: objects.map((object) => shownKey(keyOf(object))),
  }));
  const next = `Next: gomeet down --target kubernetes${wipe ? ' --wipe' : ''}`;
  return {
    data: { stopped: [], wiped: false, kept: namesOf(plan.kept), order },
    text: [removalView(plan), '', next].join('\n'),
  };
}

const namesOf = (kept: Awaited<ReturnType<typeof planRemoval>>['kept']): DownData['kept'] =>
  kept.map(({ object, reason }) => ({ object: shownKey(keyOf(object)), reason }));
