import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject, ResourceType } from '../../adapters/cluster-object.ts';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { concurrently } from './concurrently.ts';
import { keyOf } from './object-key.ts';
import { pause } from './pause.ts';
import { selectsPod } from './selector.ts';

const PODS: ResourceType = { apiVersion: 'v1', kind: 'Pod', resource: 'pods', namespaced: true, verbs: [] };
const LOOK_EVERY_MS = 500;

/** What runs pods; a disruption budget or a claim has a selector as well, but no pods that would go with it. */
const RUNS_PODS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'Cluster']);

export interface PodWait {
  /** Time of the monotonic clock by which all must be over. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** The most that a pod gets to end; undefined is its own grace. */
  readonly graceSeconds: number | undefined;
  onLeft(pods: readonly ClusterObject[]): void;
}

/** Waits until the pods of workloads that were deleted are gone. @throws GomeetError as awaitPodsGone does */
export async function awaitPodsOf(
  world: Pick<Context, 'monotonic'>,
  cluster: Cluster,
  workloads: readonly ClusterObject[],
  wait: PodWait,
): Promise<void> {
  const running = workloads.filter(({ kind }) => RUNS_PODS.has(kind));
  if (running.length === 0) return;
  const places = [...new Set(running.map(({ metadata }) => metadata.namespace ?? null))];
  const isTheirs = (pod: ClusterObject): boolean => running.some((workload) => selectsPod(workload, pod));
  await awaitPodsGone(world, cluster, places, isTheirs, wait);
}

/**
 * Waits until no such pod is there. A controller that has not heard of its end yet may start another, so that each look lists
 * them anew and shortens the grace of those that have more.
 *
 * @throws GomeetError (timeout) naming the pods that are left and how long each may still take
 */
export async function awaitPodsGone(
  world: Pick<Context, 'monotonic'>,
  cluster: Cluster,
  namespaces: readonly (string | null)[],
  isMeant: (pod: ClusterObject) => boolean,
  { deadlineMs, signal, graceSeconds, onLeft }: PodWait,
): Promise<void> {
  const startedAt = world.monotonic();
  for (;;) {
    const lists = await concurrently(namespaces, (namespace) => cluster.list(PODS, { namespace }));
    const left = lists.flat().filter(isMeant);
    onLeft(left);
    if (left.length === 0) return;
    signal.throwIfAborted();
    if (graceSeconds !== undefined)
      await concurrently(left.filter(hasMoreThan(graceSeconds)), (pod) =>
        // One of the same name that came since is left to the next look.
        cluster
          .delete(keyOf(pod), { uid: pod.metadata.uid ?? '', gracePeriodSeconds: graceSeconds })
          .catch(onlyConflict),
      );
    const now = world.monotonic();
    if (now > deadlineMs) throw stillThere(left, now - startedAt);
    await pause(LOOK_EVERY_MS, signal);
  }
}

/** A pod that is being deleted says how long it got; a second deletion can only shorten that. */
const hasMoreThan =
  (seconds: number) =>
  ({ metadata }: ClusterObject): boolean =>
    metadata.deletionTimestamp === undefined || Number(metadata.deletionGracePeriodSeconds ?? 0) > seconds;

function onlyConflict(error: unknown): false {
  if (error instanceof GomeetError && error.exitCode === ExitCode.conflict) return false;
  throw error;
}

function stillThere(pods: readonly ClusterObject[], waitedMs: number): GomeetError {
  const lines = pods.map(
    ({ metadata: { namespace, name, deletionTimestamp, deletionGracePeriodSeconds, finalizers } }) => {
      const until =
        deletionTimestamp === undefined
          ? 'runs on'
          : `may end until ${deletionTimestamp}, grace ${deletionGracePeriodSeconds} s`;
      const held = (finalizers as readonly string[] | undefined) ?? [];
      return `pod ${namespace}/${name} (${[until, ...held.map((each) => `waits for ${each}`)].join('; ')})`;
    },
  );
  return new GomeetError(`still there after ${Math.round(waitedMs / 1000)} s: ${lines.join(', ')}`, {
    exitCode: ExitCode.timeout,
    code: 'not-gone-in-time',
    hint: 'kubectl describe pod says what it waits for; one on a node that is lost goes with the node',
  });
}
