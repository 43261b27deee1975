import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject, ResourceType } from '../../adapters/cluster-object.ts';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { newestPods } from './newest-pods.ts';
import { keyOf, shownKey } from './object-key.ts';
import { pause } from './pause.ts';
import { type PodTrouble, troubleOf } from './pod-trouble.ts';
import { type Readiness, readinessOf } from './readiness.ts';
import { podSelector } from './selector.ts';

interface Waiting {
  readonly objects: readonly ClusterObject[];
  readonly timeoutMs: number;
  /** Told whenever the picture changes: what is not ready yet, and why. */
  onState(state: WaveState): void;
  readonly signal: AbortSignal;
}

/** How a wave stands. */
export interface WaveState {
  readonly ready: number;
  readonly total: number;
  /** `Deployment gomeet/api: 1 of 3 pods are available`. */
  readonly open: readonly string[];
  readonly troubles: readonly PodTrouble[];
}

/** A look at everything that is not ready; watches would be quicker by less than this and can go blind. */
const LOOK_EVERY_MS = 1_000;

type World = Pick<Context, 'now' | 'monotonic'>;

/**
 * Waits until every object is ready.
 *
 * @throws GomeetError (critical) at once for what waiting cannot mend, (timeout) when the time is over, (interrupted)
 */
export async function awaitWave(world: World, cluster: Cluster, waiting: Waiting): Promise<void> {
  const deadline = world.monotonic() + waiting.timeoutMs;
  let open = waiting.objects;
  let shown = '';
  while (open.length > 0) {
    const judged = await Promise.all(open.map((object) => look(cluster, object)));
    const missing = judged.filter(({ readiness }) => readiness.state !== 'ready');
    const troubles =
      missing.length === 0
        ? []
        : await findTroubles(
            world,
            cluster,
            missing.map(({ object }) => object),
          );
    const lines = missing.map(({ object, readiness }) => `${shownKey(keyOf(object))}: ${readiness.reason}`);
    const state = {
      ready: waiting.objects.length - missing.length,
      total: waiting.objects.length,
      open: lines,
      troubles,
    };
    const text = JSON.stringify(state);
    if (text !== shown) waiting.onState(state);
    shown = text;
    if (missing.length === 0) return;
    throwIfFailed(missing, troubles);
    if (waiting.signal.aborted) throw waiting.signal.reason;
    if (world.monotonic() > deadline) throw tooLate(state, waiting.timeoutMs);
    open = missing.map(({ object }) => object);
    await pause(LOOK_EVERY_MS, waiting.signal);
  }
}

interface Judged {
  readonly object: ClusterObject;
  readonly readiness: Readiness;
}

async function look(cluster: Cluster, object: ClusterObject): Promise<Judged> {
  const live = await cluster.get(keyOf(object));
  if (live === null) return { object, readiness: { state: 'failed', reason: 'it was deleted meanwhile' } };
  return { object: live, readiness: readinessOf(live) };
}

const POD: ResourceType = { apiVersion: 'v1', kind: 'Pod', resource: 'pods', namespaced: true, verbs: [] };
const REPLICA_SET: ResourceType = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  resource: 'replicasets',
  namespaced: true,
  verbs: [],
};
const EVENT: ResourceType = {
  apiVersion: 'v1',
  kind: 'Event',
  resource: 'events',
  namespaced: true,
  verbs: [],
};

/** The troubles of the pods that belong to these objects, by the labels that their selectors name. */
async function findTroubles(
  world: World,
  cluster: Cluster,
  objects: readonly ClusterObject[],
): Promise<PodTrouble[]> {
  // One list of events for a namespace, however many of its objects are not ready.
  const lists = new Map<string, Promise<ClusterObject[]>>();
  const eventsIn = (namespace: string): Promise<ClusterObject[]> => {
    const list = lists.get(namespace) ?? cluster.list(EVENT, { namespace });
    lists.set(namespace, list);
    return list;
  };
  const found = await Promise.all(
    objects.map(async (object) => {
      const namespace = object.metadata.namespace ?? null;
      const labelSelector = podSelector(object);
      if (namespace === null || labelSelector === null) return [];
      const [all, replicaSets] = await Promise.all([
        cluster.list(POD, { namespace, labelSelector }),
        object.kind === 'Deployment' ? cluster.list(REPLICA_SET, { namespace, labelSelector }) : [],
      ]);
      const pods = newestPods(object, all, replicaSets);
      if (pods.length === 0) return [];
      const events = await eventsIn(namespace);
      return pods.flatMap(
        (pod) => troubleOf(pod, { nowMs: world.now(), events: eventsOf(events, pod) }) ?? [],
      );
    }),
  );
  return found.flat();
}

interface PodEvent {
  readonly reason: string;
  readonly message: string;
}

function eventsOf(events: readonly ClusterObject[], pod: ClusterObject): PodEvent[] {
  return events
    .filter(
      ({ involvedObject }) => (involvedObject as { uid?: string } | undefined)?.uid === pod.metadata.uid,
    )
    .sort((a, b) => String(a.lastTimestamp ?? '').localeCompare(String(b.lastTimestamp ?? '')))
    .map(({ reason, message }) => ({ reason: String(reason ?? ''), message: String(message ?? '') }));
}

function throwIfFailed(missing: readonly Judged[], troubles: readonly PodTrouble[]): void {
  const final = troubles.find(({ isFinal }) => isFinal);
  const failed = missing.find(({ readiness }) => readiness.state === 'failed');
  if (final === undefined && failed === undefined) return;
  const what = failed === undefined ? '' : `${shownKey(keyOf(failed.object))}: ${failed.readiness.reason}`;
  const why = final === undefined ? '' : `pod ${final.pod}: ${final.reason}`;
  throw new GomeetError([why, what].filter((part) => part !== '').join('; '), {
    exitCode: ExitCode.critical,
    code: 'deployment-failed',
    hint:
      final?.hint ??
      `kubectl describe ${failed?.object.kind.toLowerCase()} -n ${failed?.object.metadata.namespace}`,
  });
}

function tooLate({ open, troubles }: WaveState, timeoutMs: number): GomeetError {
  const reasons = [...troubles.map(({ pod, reason }) => `pod ${pod}: ${reason}`), ...open];
  return new GomeetError(`not ready after ${timeoutMs / 1000} s: ${reasons.join('; ')}`, {
    exitCode: ExitCode.timeout,
    code: 'not-ready-in-time',
    hint: troubles[0]?.hint ?? 'run the command again to go on waiting; --timeout gives it longer',
  });
}
