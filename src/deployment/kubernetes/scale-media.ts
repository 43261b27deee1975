import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { annotatePod } from './annotate-pod.ts';
import { underDeployLock } from './deploy-lock.ts';
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
  stayingNodes,
  writeReduction,
} from './scale-down.ts';

export interface ScaleRequest {
  readonly namespace: string;
  readonly to: number;
  readonly wish: DrainWish;
  /** Takes one machine out of its pool, which the nodes that stay are in too, and no other; undefined where the machines are nobody's to remove. */
  readonly removeNode: ((node: string, staying: readonly string[]) => Promise<void>) | undefined;
  /** Held while the cluster is told what is to be, and not while meetings are waited for. */
  readonly lock: { readonly namespace: string; readonly identity: string };
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
 * @throws GomeetError (conflict) while somebody deploys, generations change or an earlier reduction goes on, (timeout) where
 *   nobody acts on it
 */
export async function scaleMedia(world: World, cluster: Cluster, request: ScaleRequest): Promise<Scaled> {
  const { from, begun } = await underDeployLock(world, cluster, request.lock, (locked) =>
    beginScaling(locked, cluster, request),
  );
  const { to } = request;
  if (begun === null) return { from, to, ...nothing };
  return { from, to, ...(await endReduction(world, cluster, { ...request, ...begun })) };
}

/** What a reduction needs to come to its end. */
interface Begun {
  readonly deployment: ClusterObject;
  readonly reduction: Reduction;
  /** Every media server as it was then. */
  readonly before: readonly MediaPod[];
}

async function beginScaling(
  world: World,
  cluster: Cluster,
  { namespace, to, wish }: ScaleRequest,
): Promise<{ readonly from: number; readonly begun: Begun | null }> {
  const deployment = await onlyGeneration(cluster, namespace);
  const from = replicasOf(deployment);
  const standing = readReduction(deployment.metadata.annotations?.[SCALE_ANNOTATION]);
  requireSettled(standing, to);
  if (standing === null && to >= from) {
    if (to > from) await setReplicas(cluster, deployment, to);
    return { from, begun: null };
  }
  const reduction = standing ?? (await chooseLeaving(cluster, deployment, to));
  await askForFewer(world, cluster, deployment, reduction);
  const before = await readMediaPods(cluster, namespace);
  for (const pod of leavingIn(before, reduction)) await beginDrain(world, cluster, pod, wish);
  return { from, begun: { deployment, reduction, before } };
}

const leavingIn = (pods: readonly MediaPod[], { leaving }: Reduction): MediaPod[] =>
  pods.filter(({ uid }) => leaving.some((each) => each.uid === uid));

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
  { deployment, reduction, before, removeNode }: ScaleRequest & Begun,
): Promise<Omit<Scaled, 'from' | 'to'>> {
  const { to, leaving } = reduction;
  const title = `Draining ${leaving.map(({ pod }) => pod).join(', ')}`;
  const left = await awaitEmpty(world, cluster, leavingIn(before, reduction), title);
  const isLeft = ({ uid }: { uid: string }): boolean => left.some((each) => each.uid === uid);
  const gone = leaving.filter((each) => !isLeft(each));
  const freed = freedNodes(before, gone);
  const staying = stayingNodes(before, leaving);
  // A machine that is gone is off the list before the next one goes: a run that is cut off here goes on with that.
  if (removeNode !== undefined)
    for (const [index, node] of freed.entries()) {
      await removeNode(node, staying);
      const removed = freed.slice(0, index + 1);
      const open = leaving.filter((each) => isLeft(each) || !removed.includes(each.node ?? ''));
      await noteReduction(cluster, deployment, { to, leaving: open });
    }
  await noteReduction(cluster, deployment, { to, leaving: leaving.filter(isLeft) });
  return {
    leaving: leaving.map(({ pod }) => pod),
    left,
    removedNodes: removeNode === undefined ? [] : freed,
    emptyNodes: removeNode === undefined ? freed : [],
  };
}
