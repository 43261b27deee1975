import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { Context } from '../../context.ts';
import { checkCluster } from '../../deployment/kubernetes/check-cluster.ts';
import { type Environment, type Namespaces, namespacesOf } from '../../deployment/kubernetes/environment.ts';
import { nameGenerations } from '../../deployment/kubernetes/generation.ts';
import { type Overlay, renderOverlay } from '../../deployment/kubernetes/render-overlay.ts';
import { sizeAlerts } from '../../deployment/kubernetes/size-alerts.ts';
import { sizeObjects } from '../../deployment/kubernetes/size-objects.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { buildPlan } from '../../planning/build-plan.ts';
import type { PlanDocument } from '../../planning/plan.ts';
import { readPlan } from '../../planning/read-plan.ts';
import { planInputsOf } from '../plan/plan-inputs.ts';

export interface KubernetesOptions {
  readonly overlay?: Overlay | undefined;
  readonly environment?: Environment | undefined;
  readonly context?: string | undefined;
}

/** One platform in one cluster, which answers and is the one that is meant. */
export interface KubernetesTarget {
  readonly cluster: Cluster;
  readonly clusterId: string;
  readonly isPinned: boolean;
  readonly overlay: Overlay;
  readonly environment: Environment;
  readonly namespaces: Namespaces;
  /** Who works on it and from where: `ada@laptop`. */
  readonly by: string;
}

/** @throws GomeetError (prerequisite) when no cluster answers, (usage) when it is another than the pinned one */
export async function openKubernetes(ctx: Context, options: KubernetesOptions): Promise<KubernetesTarget> {
  const { kubernetes } = (await ctx.config()).values;
  const cluster = await ctx.cluster(options.context ?? kubernetes.context);
  const environment = options.environment ?? kubernetes.environment;
  const host = (await ctx.host()).facts().name;
  return {
    cluster,
    clusterId: await checkCluster(cluster, kubernetes.clusterId),
    isPinned: kubernetes.clusterId !== undefined,
    overlay: options.overlay ?? kubernetes.overlay,
    environment,
    namespaces: namespacesOf(environment),
    by: `${ctx.env.USER ?? ctx.env.LOGNAME ?? 'somebody'}@${host}`,
  };
}

/**
 * Everything that is to run: the overlay with the plan's numbers in it. The test overlay is sized as it is written, for one
 * small machine.
 */
export async function wantedObjects(
  ctx: Context,
  { overlay, environment }: Pick<KubernetesTarget, 'overlay' | 'environment'>,
  planFile: string | undefined,
): Promise<ClusterObject[]> {
  const objects = await renderOverlay(ctx, { overlay, environment });
  if (overlay === 'test') {
    if (planFile !== undefined) throw unsized();
    return nameGenerations(objects);
  }
  const plan = planFile === undefined ? await planFor(ctx, overlay) : await readPlan(ctx, planFile);
  return nameGenerations(sizeAlerts(sizeObjects(objects, plan), plan));
}

/** The plan of gomeet.yaml's event; who runs PostgreSQL and Redis is the overlay's choice. */
async function planFor(ctx: Context, overlay: Overlay): Promise<PlanDocument> {
  const { inputs } = await planInputsOf(ctx, undefined, {});
  const database = overlay === 'self-hosted' ? 'self-hosted' : 'managed';
  return buildPlan({ ...inputs, choices: { ...inputs.choices, database } }).document;
}

const unsized = (): GomeetError =>
  new GomeetError('the overlay "test" is sized as it is written, by no plan', {
    exitCode: ExitCode.usage,
    code: 'contradiction',
    hint: 'leave --capacity-plan out, or choose another --overlay',
  });
