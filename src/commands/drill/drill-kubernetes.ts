import type { Context } from '../../context.ts';
import { underDeployLock } from '../../deployment/kubernetes/deploy-lock.ts';
import { listRevisions } from '../../deployment/kubernetes/record-revision.ts';
import { requireRights } from '../../deployment/kubernetes/require-rights.ts';
import { chooseClusterDrills } from '../../drills/choose-drills.ts';
import { drillsPlanView } from '../../drills/drills-plan-view.ts';
import { asInCluster } from '../../drills/kubernetes/cluster-form.ts';
import { clusterPlace } from '../../drills/kubernetes/cluster-place.ts';
import { drillRights } from '../../drills/kubernetes/drill-rights.ts';
import { type ClusterPlan, planClusterDrills } from '../../drills/kubernetes/plan-cluster-drills.ts';
import { readPlatformState } from '../../drills/kubernetes/watch-cluster.ts';
import { productionSigns } from '../../drills/production-signs.ts';
import { refuseUnreadyPlatform } from '../../drills/refuse-unready-platform.ts';
import { runDrills } from '../../drills/run-drills.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { askGateway } from '../../health/kubernetes/ask-gateway.ts';
import { publicUrlOf } from '../../health/kubernetes/public-url.ts';
import { requireTools } from '../../loadtest/require-tools.ts';
import type { CommandResult } from '../command.ts';
import {
  type KubernetesOptions,
  type KubernetesTarget,
  openKubernetes,
} from '../deploy/kubernetes-target.ts';
import { type DrillData, type DrillOptions, drilled } from './drill-data.ts';
import { refuseProduction } from './refuse-production.ts';

interface Options extends DrillOptions, KubernetesOptions {
  readonly apiUrl?: string | undefined;
}

/** Drills a platform in a cluster, and lets nobody deploy there meanwhile. */
export async function drillKubernetes(ctx: Context, options: Options): Promise<CommandResult<DrillData>> {
  const chosen = chooseClusterDrills({ name: options.drill, all: options.all === true }).map(asInCluster);
  const target = await openKubernetes(ctx, options);
  const { cluster, namespaces, by } = target;
  const plan = await planClusterDrills(cluster, namespaces, chosen);
  const { repeat = 1 } = options;
  const data = dataOf(plan);
  for (const { id, why } of plan.leftOut) ctx.progress.note(`${id} is left out: ${why}`);
  if (options.dryRun) return { data: { drills: [], ...data }, text: drillsPlanView(plan.planned, repeat) };
  const drills = plan.planned.map(({ drill }) => drill);
  await requireRights(cluster, (types) => drillRights(drills, namespaces, types));
  const apiUrl = options.apiUrl ?? (await publicUrlOf(cluster, namespaces.platform));
  if (apiUrl === undefined) throw notDeployed(namespaces.platform);
  await refuseProduction(ctx, {
    name: namespaces.platform,
    signs: await signsOf(target, apiUrl),
    drills: drills.length,
    knows: options.iKnow === true,
  });
  await refuseUnready(ctx, target, apiUrl);
  const lock = { namespace: namespaces.platform, identity: `${by} (dr-drill)` };
  const done = await underDeployLock(ctx, cluster, lock, async ({ signal }) => {
    const world = { ...ctx, signal };
    const finished = await runDrills(world, clusterPlace(world, { cluster, namespaces, apiUrl }), {
      drills,
      repeat,
    });
    // The lock was lost: what was measured since may be somebody else's work.
    if (signal.aborted && !ctx.signal.aborted) throw signal.reason;
    return finished;
  });
  if (ctx.signal.aborted) await tellWhatIsLeft(ctx, target);
  return drilled(ctx, done, data);
}

const dataOf = ({ planned, leftOut }: ClusterPlan): Omit<DrillData, 'drills'> => ({
  planned: planned.map(({ drill }) => drill.id),
  pods: planned.flatMap(({ drill, pods }) =>
    pods.map(({ namespace, name, node }) => ({ drill: drill.id, pod: `${namespace}/${name}`, node })),
  ),
  leftOut: leftOut.map(({ id, why }) => ({ drill: id, why })),
});

/** The overlay for tests has one environment, which is called production for want of another: then only the other names count. */
async function signsOf(
  { cluster, namespaces, environment }: KubernetesTarget,
  apiUrl: string,
): Promise<readonly string[]> {
  const revisions = await listRevisions(cluster, namespaces.platform);
  const deployed = revisions.find(({ what }) => what.startsWith('deploy '));
  const isTest = deployed?.what.startsWith('deploy test/') === true;
  return productionSigns({
    name: namespaces.platform,
    addresses: [],
    environment: isTest ? null : environment,
    names: [cluster.context, new URL(apiUrl).hostname],
  });
}

/** What has to be well before anything is broken: what would be measured otherwise is the damage that was there. */
async function refuseUnready(
  ctx: Context,
  { cluster, namespaces }: KubernetesTarget,
  apiUrl: string,
): Promise<void> {
  const { lacking } = await readPlatformState(cluster, namespaces);
  const answer = await askGateway(ctx, apiUrl);
  const said = 'status' in answer ? `answers ${answer.status}` : answer.error;
  const isWell = 'status' in answer && answer.status === 200;
  const parts = [
    ...lacking.map(({ name, reason }) => ({ name, state: 'not ready', reason })),
    ...(isWell ? [] : [{ name: `${apiUrl}/health`, state: 'not well', reason: said }]),
  ];
  refuseUnreadyPlatform(parts, 'gomeet health-check --target kubernetes says what is wrong');
  await requireTools(await ctx.localTarget());
}

/** After Ctrl-C nobody waits: controllers go on by themselves, and who asks should know with what. */
async function tellWhatIsLeft(ctx: Context, { cluster, namespaces }: KubernetesTarget): Promise<void> {
  const state = await readPlatformState(cluster, namespaces).catch(() => undefined);
  if (state === undefined) return ctx.progress.note('the API server does not say what is left to mend');
  const pods = [...state.pods.values()].filter(({ isWell }) => !isWell);
  const left = [
    ...pods.map(({ name, how }) => `${name} is ${how}`),
    ...state.lacking.map(({ name, reason }) => `${name}: ${reason}`),
  ];
  ctx.progress.note(
    left.length === 0
      ? 'nothing is left to mend'
      : `their controllers go on with what is not whole yet: ${left.join('; ')}`,
  );
}

const notDeployed = (namespace: string): GomeetError =>
  new GomeetError(`in ${namespace} the API was not told where people reach it`, {
    exitCode: ExitCode.prerequisite,
    code: 'no-address',
    hint: 'name it: --api-url https://…',
  });
