import type { Cluster } from '../../adapters/cluster.ts';
import type { ResourceType } from '../../adapters/cluster-object.ts';
import type { Context, Step } from '../../context.ts';
import { annotatePod } from './annotate-pod.ts';
import { underDeployLock } from './deploy-lock.ts';
import {
  DRAIN_ANNOTATION,
  type DrainOrder,
  type DrainWish,
  graceSeconds,
  isNews,
  orderOf,
  writeOrder,
} from './drain-order.ts';
import { drainTargetOf, requireAnother } from './drain-target.ts';
import { drainText } from './drain-view.ts';
import type { MediaPod } from './media-pod.ts';
import { pause } from './pause.ts';
import { readMediaPods } from './read-media-pods.ts';

export interface DrainRequest {
  readonly namespace: string;
  /** A media pod, or a node. */
  readonly name: string;
  readonly wish: DrainWish;
  readonly allowLast: boolean;
  /** Without waiting, Kubernetes and LiveKit go on by themselves; a second run looks on. */
  readonly wait: boolean;
  /** Held while the order is given, and not while meetings are waited for. */
  readonly lock: { readonly namespace: string; readonly identity: string };
}

export interface Drained {
  readonly node: string | null;
  readonly pods: readonly string[];
  /** `empty`, or people are still there: `draining` where nobody waits, `late` where the deadline is over. */
  readonly state: 'empty' | 'draining' | 'late';
  readonly left: readonly MediaPod[];
}

type World = Pick<Context, 'now' | 'monotonic' | 'progress' | 'signal'>;

/** People come and go in seconds; a look costs one metrics page for each media server. */
const LOOK_EVERY_MS = 2_000;

const NODE: ResourceType = {
  apiVersion: 'v1',
  kind: 'Node',
  resource: 'nodes',
  namespaced: false,
  verbs: [],
};

/**
 * Empties a media server without ending a meeting: it takes no new rooms from now on, and ends when its last room does.
 * What was begun is on the pod itself, so a second run goes on where the first was cut off.
 *
 * @throws GomeetError (usage) for an unknown name or a deadline that cannot be kept, (conflict) for the last media server, or
 *   while somebody deploys
 */
export async function drainMediaPods(
  world: World,
  cluster: Cluster,
  request: DrainRequest,
): Promise<Drained> {
  const { name, wait } = request;
  const target = await underDeployLock(world, cluster, request.lock, (locked) =>
    orderDrain(locked, cluster, request),
  );
  const about = { node: target.node, pods: target.pods.map((pod) => pod.name) };
  const left = wait
    ? await awaitEmpty(world, cluster, target.pods, `Draining ${name}`)
    : await stillThere(cluster, target.pods);
  if (left.length === 0) return { ...about, state: 'empty', left };
  return { ...about, state: wait && !world.signal.aborted ? 'late' : 'draining', left };
}

async function orderDrain(
  world: World,
  cluster: Cluster,
  { namespace, name, wish, allowLast }: DrainRequest,
): Promise<ReturnType<typeof drainTargetOf>> {
  const all = await readMediaPods(cluster, namespace);
  const nodes = (await cluster.list(NODE, { namespace: null })).map((node) => node.metadata.name);
  const target = drainTargetOf(name, all, nodes);
  if (!allowLast) requireAnother(all, target.pods);
  if (target.node !== null) await cordon(cluster, target.node);
  for (const pod of target.pods) await beginDrain(world, cluster, pod, wish);
  return target;
}

/** No pod is placed on the node any more; the ones that are there stay. */
export async function cordon(cluster: Cluster, node: string): Promise<void> {
  await cluster.mergePatch(
    { apiVersion: 'v1', kind: 'Node', namespace: null, name: node },
    { spec: { unschedulable: true } },
  );
}

/**
 * Writes the order on the pod, then deletes it: that is LiveKit's SIGTERM, which stops new rooms and waits for the last
 * participant. A disruption budget, which keeps others from evicting media servers, does not stand against a deletion.
 */
export async function beginDrain(
  { now }: Pick<World, 'now'>,
  cluster: Cluster,
  pod: MediaPod,
  wish: DrainWish,
): Promise<DrainOrder> {
  const nowMs = now();
  const start = { nowMs, standing: pod.order, endsAtMs: pod.endsAtMs };
  const order = orderOf(wish, start);
  const key = { apiVersion: 'v1', kind: 'Pod', namespace: pod.namespace, name: pod.name };
  await annotatePod(cluster, pod, DRAIN_ANNOTATION, writeOrder(order));
  if (isNews(order, start))
    await cluster.delete(key, { uid: pod.uid, gracePeriodSeconds: graceSeconds(order, nowMs) });
  return order;
}

/** Waits until they are gone, or until the last deadline of those that are left. @returns what is left */
export async function awaitEmpty(
  world: World,
  cluster: Cluster,
  pods: readonly MediaPod[],
  title: string,
): Promise<readonly MediaPod[]> {
  const step = world.progress.step(title);
  try {
    for (;;) {
      const left = await stillThere(cluster, pods);
      if (left.length === 0 || world.signal.aborted || isOver(left, world.now()))
        return ended(step, left, world);
      step.update({
        done: pods.length - left.length,
        total: pods.length,
        text: drainText(left, world.now()),
      });
      await pause(LOOK_EVERY_MS, world.signal);
    }
  } catch (error) {
    step.fail((error as Error).message);
    throw error;
  }
}

/** Kubernetes needs some seconds to end a pod by force: those are not people's. */
const ENDING_MS = 60_000;

const isOver = (left: readonly MediaPod[], nowMs: number): boolean =>
  left.every(({ order }) => {
    if (order === null) return false;
    return nowMs > order.deadlineAtMs + (order.policy === 'force' ? ENDING_MS : 0);
  });

function ended(step: Step, left: readonly MediaPod[], { now }: World): readonly MediaPod[] {
  if (left.length === 0) step.succeed('empty');
  else step.fail(drainText(left, now()));
  return left;
}

/** By uid: the pod that took its place may bear the same name. */
async function stillThere(cluster: Cluster, pods: readonly MediaPod[]): Promise<readonly MediaPod[]> {
  if (pods.length === 0) return [];
  const uids = new Set(pods.map(({ uid }) => uid));
  const live = await readMediaPods(cluster, pods[0]?.namespace ?? '');
  return live.filter(({ uid }) => uids.has(uid));
}
