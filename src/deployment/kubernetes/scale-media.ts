import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { annotatePod } from './annotate-pod.ts';
import { awaitEmpty, beginDrain, cordon } from './drain-media-pods.ts';
import type { DrainWish } from './drain-order.ts';
import { DEPLOYMENT, deploymentKey, generationOf, replicasOf } from './media-deployment.ts';
import { MEDIA_SELECTOR, type MediaPod } from './media-pod.ts';
import { pause } from './pause.ts';
import { readMediaPods } from './read-media-pods.ts';
import {
  DELETION_COST_ANNOTATION,
  deletionCosts,
  freedNodes,
  type Leaving,
  leavingOf,
  type Reduction,
  readReduction,
  requireSettled,
  SCALE_ANNOTATION,
  writeReduction,
} from './scale-down.ts';

export interface ScaleRequest {
  readonly namespace: string;
  readonly to: number;
  readonly wish: DrainWish;
  /** Takes one machine out of its pool, and no other; undefined where the machines are nobody's to remove. */
  readonly removeNode: ((node: string) => Promise<void>) | undefined;
}

export interface Scaled {
  readonly from: number;
  readonly to: number;
  /** Media servers that went or are going. */
  readonly leaving: readonly string[];
  /** Those that still have people. */
  readonly left: readonly MediaPod[];
  readonly removedNodes: readonly string[];
  /** Empty machines that gomeet cannot remove. */
  readonly emptyNodes: readonly string[];
}

type World = Pick<Context, 'now' | 'monotonic' | 'progress' | 'signal'>;

/**
 * Changes how many media servers there are. Fewer: the emptiest are drained, and exactly their machines removed. What was
 * begun is on the Deployment, so a second run with the same number ends it.
 *
 * @throws GomeetError (conflict) while generations change or an earlier reduction goes on, (timeout) where nobody acts on it
 */
export async function scaleMedia(world: World, cluster: Cluster, request: ScaleRequest): Promise<Scaled> {
  const { namespace, to } = request;
  const deployment = await onlyGeneration(cluster, namespace);
  const from = replicasOf(deployment);
  const begun = readReduction(deployment.metadata.annotations?.[SCALE_ANNOTATION]);
  requireSettled(begun, to);
  if (begun === null && to >= from) {
    if (to > from) await setReplicas(cluster, deployment, to);
    return { from, to, ...nothing };
  }
  const reduction = begun ?? (await chooseLeaving(cluster, deployment, to));
  await askForFewer(world, cluster, deployment, reduction);
  return { from, to, ...(await endReduction(world, cluster, deployment, { ...request, ...reduction })) };
}

const nothing = { leaving: [], left: [], removedNodes: [], emptyNodes: [] } as const;

async function onlyGeneration(cluster: Cluster, namespace: string): Promise<ClusterObject> {
  const all = await cluster.list(DEPLOYMENT, { namespace, labelSelector: MEDIA_SELECTOR });
  const [only, another] = all;
  if (only === undefined)
    throw new GomeetError(`no media servers in namespace ${namespace}`, {
      exitCode: ExitCode.critical,
      code: 'not-deployed',
      hint: 'gomeet deploy --target kubernetes',
    });
  if (another === undefined) return only;
  const names = all.map((each) => `${each.metadata.name} (${replicasOf(each)} wanted)`).join(', ');
  throw new GomeetError(`a new generation is being rolled out: ${names}`, {
    exitCode: ExitCode.conflict,
    code: 'generation-changes',
    hint: 'gomeet deploy --target kubernetes   ends the rollout first',
  });
}

const setReplicas = (cluster: Cluster, { metadata }: ClusterObject, replicas: number): Promise<unknown> =>
  cluster.mergePatch(deploymentKey(metadata.namespace ?? '', metadata.name), { spec: { replicas } });

/** Writes the choice down before anything is done: a run that is cut off anywhere after that goes on with the same machines. */
async function chooseLeaving(cluster: Cluster, deployment: ClusterObject, to: number): Promise<Reduction> {
  const pods = await podsOf(cluster, deployment);
  const chosen = leavingOf(pods, replicasOf(deployment) - to);
  const reduction = { to, leaving: chosen.map(({ name, uid, node }) => ({ pod: name, uid, node })) };
  await noteReduction(cluster, deployment, reduction);
  return reduction;
}

async function podsOf(cluster: Cluster, deployment: ClusterObject): Promise<MediaPod[]> {
  const pods = await readMediaPods(cluster, deployment.metadata.namespace ?? '');
  return pods.filter(({ generation }) => generation === generationOf(deployment));
}

const noteReduction = (
  cluster: Cluster,
  { metadata }: ClusterObject,
  reduction: Reduction,
): Promise<unknown> =>
  cluster.mergePatch(deploymentKey(metadata.namespace ?? '', metadata.name), {
    metadata: { annotations: { [SCALE_ANNOTATION]: writeReduction(reduction) } },
  });

/** Prices the pods, closes the machines, and only then asks for fewer. Done again, it changes nothing. */
async function askForFewer(
  world: World,
  cluster: Cluster,
  deployment: ClusterObject,
  { to, leaving }: Reduction,
): Promise<void> {
  const namespace = deployment.metadata.namespace ?? '';
  const pods = await podsOf(cluster, deployment);
  for (const [name, cost] of deletionCosts(pods, leaving))
    await annotatePod(cluster, { namespace, name }, DELETION_COST_ANNOTATION, String(cost));
  for (const node of freedNodes(pods, leaving)) await cordon(cluster, node);
  if (replicasOf(deployment) !== to) await setReplicas(cluster, deployment, to);
  await awaitDeletion(world, cluster, namespace, leaving);
}

/** The controllers act within a second or so; a cluster without them would be waited for in vain. */
const CONTROLLER_PATIENCE_MS = 60_000;

/** Waits until Kubernetes has deleted the chosen pods, and not others in their place. */
async function awaitDeletion(
  world: World,
  cluster: Cluster,
  namespace: string,
  leaving: readonly Leaving[],
): Promise<void> {
  const untilMs = world.monotonic() + CONTROLLER_PATIENCE_MS;
  for (;;) {
    const pods = await readMediaPods(cluster, namespace);
    const staying = leaving.filter(({ uid }) => pods.some((pod) => pod.uid === uid && pod.endsAtMs === null));
    if (staying.length === 0) return;
    if (world.monotonic() > untilMs)
      throw new GomeetError(`Kubernetes has not deleted ${staying.map(({ pod }) => pod).join(', ')}`, {
        exitCode: ExitCode.timeout,
        code: 'scale-not-followed',
        hint: 'is kube-controller-manager running? Then run the command again: it goes on',
      });
    if (world.signal.aborted) throw world.signal.reason;
    await pause(500, world.signal);
  }
}

async function endReduction(
  world: World,
  cluster: Cluster,
  deployment: ClusterObject,
  { namespace, to, wish, removeNode, leaving }: ScaleRequest & Reduction,
): Promise<Omit<Scaled, 'from' | 'to'>> {
  const before = await readMediaPods(cluster, namespace);
  const draining = before.filter(({ uid }) => leaving.some((each) => each.uid === uid));
  for (const pod of draining) await beginDrain(world, cluster, pod, wish);
  const title = `Draining ${leaving.map(({ pod }) => pod).join(', ')}`;
  const left = await awaitEmpty(world, cluster, draining, title);
  const isLeft = ({ uid }: { uid: string }): boolean => left.some((each) => each.uid === uid);
  const gone = leaving.filter((each) => !isLeft(each));
  const freed = freedNodes(before, gone);
  if (removeNode !== undefined) for (const node of freed) await removeNode(node);
  await noteReduction(cluster, deployment, { to, leaving: leaving.filter(isLeft) });
  return {
    leaving: leaving.map(({ pod }) => pod),
    left,
    removedNodes: removeNode === undefined ? [] : freed,
    emptyNodes: removeNode === undefined ? freed : [],
  };
}
