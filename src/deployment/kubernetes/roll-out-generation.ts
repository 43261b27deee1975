import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { annotatePod } from './annotate-pod.ts';
import { beginDrain } from './drain-media-pods.ts';
import type { DrainWish } from './drain-order.ts';
import { isHandedOver, isWaitingForMeetings, needsNode, retiringNow } from './generation-rollout.ts';
import { type Generations, generationsOf, rolloutText } from './generations.ts';
import { DEPLOYMENT, deploymentKey } from './media-deployment.ts';
import { byEmptiness, isServing, MEDIA_SELECTOR, type MediaPod } from './media-pod.ts';
import { pause } from './pause.ts';
import { readMediaPods } from './read-media-pods.ts';
import { DELETION_COST_ANNOTATION, deletionCosts } from './scale-down.ts';

export interface RolloutRequest {
  readonly namespace: string;
  /** The Deployment of the new generation, which is applied already. */
  readonly name: string;
  readonly wish: DrainWish;
  /** Until the last meeting of an old generation has ended; otherwise until only meetings are waited for. */
  readonly wait: boolean;
  /** Time in which something has to change, such as a pod that becomes ready; meetings are not bound by it. */
  readonly stallTimeoutMs: number;
}

export interface RolledOut {
  readonly state: 'done' | 'draining';
  readonly generations: Generations;
}

type World = Pick<Context, 'now' | 'monotonic' | 'progress' | 'signal'>;

const LOOK_EVERY_MS = 1_000;

/**
 * Brings a new generation of media servers into service beside the old ones, which take fewer new rooms with each new one
 * that is ready, and go when their last meeting ends. All that it knows is in the cluster: cut off and run again, it goes on.
 *
 * @throws GomeetError (timeout) when nothing changes and no meeting is the reason
 */
export async function rollOutGeneration(
  world: World,
  cluster: Cluster,
  request: RolloutRequest,
): Promise<RolledOut> {
  const step = world.progress.step('New generation of media servers');
  let [shown, sinceMs] = ['', world.monotonic()];
  try {
    for (;;) {
      const generations = await readGenerations(cluster, request);
      const text = rolloutText(generations);
      if (text !== shown) [shown, sinceMs] = [text, world.monotonic()];
      step.update({ done: generations.state.newReady, total: generations.state.wanted, text });
      const isOver = isHandedOver(generations.state) && generations.old.length === 0;
      if (isOver || (!request.wait && isWaitingForMeetings(generations.state))) {
        step.succeed(text);
        return { state: isOver ? 'done' : 'draining', generations };
      }
      await advance(world, cluster, generations, request.wish);
      if (world.signal.aborted) throw world.signal.reason;
      const isMeetings = generations.state.oldDraining > 0;
      if (!isMeetings && world.monotonic() - sinceMs > request.stallTimeoutMs)
        throw stalled(generations, text);
      await pause(LOOK_EVERY_MS, world.signal);
    }
  } catch (error) {
    step.fail((error as Error).message);
    throw error;
  }
}

async function readGenerations(
  cluster: Cluster,
  { namespace, name }: Pick<RolloutRequest, 'namespace' | 'name'>,
): Promise<Generations> {
  const deployments = await cluster.list(DEPLOYMENT, { namespace, labelSelector: MEDIA_SELECTOR });
  return generationsOf(name, deployments, await readMediaPods(cluster, namespace));
}

/** One look's worth of acting: lets the emptiest old servers begin to drain, and deletes the generations that are empty. */
async function advance(
  world: World,
  cluster: Cluster,
  { state, old }: Generations,
  wish: DrainWish,
): Promise<void> {
  const serving = old.flatMap(({ pods }) => pods.filter(isServing)).sort(byEmptiness);
  const retiring = new Set(serving.slice(0, retiringNow(state)).map(({ uid }) => uid));
  for (const { deployment, pods } of old) {
    const staying = pods.filter((pod) => isServing(pod) && !retiring.has(pod.uid));
    if (pods.length === 0) await removeGeneration(cluster, deployment);
    else await retire(world, cluster, { deployment, pods, staying }, wish);
  }
}

interface Retirement {
  readonly deployment: ClusterObject;
  readonly pods: readonly MediaPod[];
  readonly staying: readonly MediaPod[];
}

/** Lets all but `staying` drain. Those that the controller has deleted by now get their order, with its deadline. */
async function retire(
  world: World,
  cluster: Cluster,
  { deployment, pods, staying }: Retirement,
  wish: DrainWish,
): Promise<void> {
  const { namespace = '', name } = deployment.metadata;
  const alive = pods.filter(({ endsAtMs }) => endsAtMs === null);
  if (staying.length < alive.length) {
    const leaving = alive.filter((pod) => !staying.includes(pod)).map((pod) => ({ ...pod, pod: pod.name }));
    for (const [pod, cost] of deletionCosts(alive, leaving))
      await annotatePod(cluster, { namespace, name: pod }, DELETION_COST_ANNOTATION, String(cost));
    await cluster.mergePatch(deploymentKey(namespace, name), { spec: { replicas: staying.length } });
  }
  const unordered = pods.filter(({ endsAtMs, order }) => endsAtMs !== null && order === null);
  for (const pod of unordered) await beginDrain(world, cluster, pod, wish);
}

const removeGeneration = (cluster: Cluster, { metadata }: ClusterObject): Promise<boolean> =>
  cluster.delete(deploymentKey(metadata.namespace ?? '', metadata.name), { uid: metadata.uid ?? '' });

function stalled({ state }: Generations, text: string): GomeetError {
  return new GomeetError(`the new generation does not get on: ${text}`, {
    exitCode: ExitCode.timeout,
    code: 'generation-stalled',
    hint: needsNode(state)
      ? 'the only media node is taken: add one, gomeet scale media 2 does after the pool has it'
      : 'kubectl get pods -n gomeet-media   shows what its pods wait for; then run the command again',
  });
}
