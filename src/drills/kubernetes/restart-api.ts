import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject, ResourceType } from '../../adapters/cluster-object.ts';
import type { Context } from '../../context.ts';
import { keyOf } from '../../deployment/kubernetes/object-key.ts';
import { pause } from '../../deployment/kubernetes/pause.ts';
import { readinessOf } from '../../deployment/kubernetes/readiness.ts';
import { podSelector } from '../../deployment/kubernetes/selector.ts';
import type { FaultRecord } from '../carry-out-steps.ts';
import type { DrillScene } from '../drill-ground.ts';
import { PODS } from './find-pods.ts';

const DEPLOYMENTS: ResourceType = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  resource: 'deployments',
  namespaced: true,
  verbs: [],
};
const API = 'app.kubernetes.io/component=api';

/** A pod lets its people go over half a minute, and a new one starts within some seconds. */
const rolledWithinMs = 180_000;
const lookEveryMs = 500;

/** The Deployments of the API that have pods, by name. */
export async function apiDeployments(cluster: Cluster, namespace: string): Promise<ClusterObject[]> {
  const found = await cluster.list(DEPLOYMENTS, { namespace, labelSelector: API });
  return found
    .filter(({ spec }) => (spec as { replicas?: number } | undefined)?.replicas !== 0)
    .toSorted((a, b) => a.metadata.name.localeCompare(b.metadata.name));
}

/** Rolls each role of the API, and waits until its old pods are gone before the next. */
export async function restartApi(
  ctx: Pick<Context, 'now' | 'monotonic' | 'signal'>,
  cluster: Cluster,
  namespace: string,
  { scene, record }: { readonly scene: Pick<DrillScene, 'note'>; readonly record: FaultRecord },
): Promise<void> {
  for (const deployment of await apiDeployments(cluster, namespace)) {
    ctx.signal.throwIfAborted();
    const { name } = deployment.metadata;
    const before = await podsOf(cluster, deployment);
    const atMs = ctx.monotonic();
    const command = `kubectl rollout restart -n ${namespace} deployment/${name}`;
    const note = { 'kubectl.kubernetes.io/restartedAt': new Date(ctx.now()).toISOString() };
    record.atMs ??= atMs;
    record.wallMs ??= ctx.now();
    await cluster.mergePatch(keyOf(deployment), { spec: { template: { metadata: { annotations: note } } } });
    record.commands.push(command);
    scene.note('fault', `${namespace}/${name}: restarted, by \`${command}\``, atMs);
    await awaitRolled(ctx, cluster, deployment, before);
    const seconds = ((ctx.monotonic() - atMs) / 1000).toFixed(1);
    record.proofs.push(
      `${namespace}/${name}: after ${seconds} s none of its ${before.length} pods of before was left`,
    );
    scene.note('recovery', `${name} has new pods alone`);
  }
  if (record.atMs === null) throw new Error(`there is no Deployment of the API in ${namespace}`);
}

async function podsOf(cluster: Cluster, deployment: ClusterObject): Promise<string[]> {
  const labelSelector = podSelector(deployment) ?? '';
  const namespace = deployment.metadata.namespace ?? '';
  const pods = await cluster.list(PODS, { namespace, labelSelector });
  return pods.map((pod) => pod.metadata.uid ?? '');
}

async function awaitRolled(
  ctx: Pick<Context, 'monotonic' | 'signal'>,
  cluster: Cluster,
  deployment: ClusterObject,
  before: readonly string[],
): Promise<void> {
  const deadlineMs = ctx.monotonic() + rolledWithinMs;
  for (;;) {
    const [live, now] = await Promise.all([cluster.get(keyOf(deployment)), podsOf(cluster, deployment)]);
    const isReady = live !== null && readinessOf(live).state === 'ready';
    if (isReady && now.every((uid) => !before.includes(uid))) return;
    if (ctx.monotonic() > deadlineMs) {
      const why = live === null ? 'it was deleted' : readinessOf(live).reason;
      throw new Error(
        `${deployment.metadata.name} was restarted and is not through after ${rolledWithinMs / 1000} s: ${why}`,
      );
    }
    ctx.signal.throwIfAborted();
    await pause(lookEveryMs, ctx.signal);
  }
}
