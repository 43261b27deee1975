import { setTimeout as delay } from 'node:timers/promises';
import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject, ResourceType } from '../../adapters/cluster-object.ts';
import type { Context } from '../../context.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import { isDecided, type Placement, PROOF_LABEL, type ProofWorkload, placementsOf } from './placement.ts';

const typeOf = (kind: string, resource: string): ResourceType => ({
  apiVersion: 'v1',
  kind,
  resource,
  namespaced: kind !== 'Node',
  verbs: [],
});
const POD = typeOf('Pod', 'pods');
const NODE = typeOf('Node', 'nodes');
const EVENT = typeOf('Event', 'events');

const LOOK_EVERY_MS = 300;
/** Nothing has to change for so long: a pod that found no node is tried again when another one goes. */
const QUIET_MS = 1_500;
/** Where pods are missing a controller may still be busy, or was refused; after so long without any change it was refused. */
const REFUSED_AFTER_MS = 8_000;
const TIMEOUT_MS = 300_000;

export type ProofWorld = Pick<Context, 'monotonic' | 'signal'>;

export const proofPods = (cluster: Cluster): Promise<ClusterObject[]> =>
  cluster.list(POD, { namespace: null, labelSelector: PROOF_LABEL });

/**
 * Waits until the scheduler has spoken about every pod and nothing moves any more.
 *
 * @throws GomeetError (timeout) when it does not come to rest
 */
export async function settlePods(
  world: ProofWorld,
  cluster: Cluster,
  workloads: readonly ProofWorkload[],
): Promise<Placement[]> {
  const deadline = world.monotonic() + TIMEOUT_MS;
  let shown = '';
  let changedAt = world.monotonic();
  for (;;) {
    const pods = await proofPods(cluster);
    const placements = placementsOf(workloads, pods);
    const picture = pods
      .map(({ metadata, spec }) => `${metadata.uid} ${(spec as { nodeName?: string }).nodeName ?? ''}`)
      .concat(placements.map(({ waiting }) => String(waiting.length)))
      .join();
    if (picture !== shown) changedAt = world.monotonic();
    shown = picture;
    const quietMs = world.monotonic() - changedAt;
    if (quietMs > (placements.every(isDecided) ? QUIET_MS : REFUSED_AFTER_MS)) return placements;
    world.signal.throwIfAborted();
    if (world.monotonic() > deadline) throw restless();
    await delay(LOOK_EVERY_MS);
  }
}

/** Waits until KWOK has made every node ready and the controllers have taken the taints of new nodes off. */
export async function settleNodes(world: ProofWorld, cluster: Cluster, count: number): Promise<void> {
  const deadline = world.monotonic() + TIMEOUT_MS;
  for (;;) {
    const nodes = await cluster.list(NODE, { namespace: null });
    const usable = nodes.filter(({ spec }) => {
      const { taints = [] } = spec as { taints?: readonly { key: string }[] };
      return taints.every(({ key }) => !key.startsWith('node.kubernetes.io/'));
    });
    if (usable.length >= count) return;
    world.signal.throwIfAborted();
    if (world.monotonic() > deadline) throw restless();
    await delay(LOOK_EVERY_MS);
  }
}

/** What the API server said to the controllers that wanted to make pods, by id of the workload. */
export async function refusalsOf(
  cluster: Cluster,
  workloads: readonly ProofWorkload[],
): Promise<ReadonlyMap<string, string>> {
  const events = (await cluster.list(EVENT, { namespace: null })).filter(
    ({ reason }) => reason === 'FailedCreate',
  );
  return new Map(
    workloads.flatMap(({ id, name }) => {
      // A ReplicaSet bears the name of its Deployment and a hash.
      const own = name.slice(name.lastIndexOf('/') + 1);
      const event = events.findLast(({ involvedObject }) =>
        String((involvedObject as { name?: string }).name).startsWith(own),
      );
      return event === undefined ? [] : [[id, String(event.message)] as const];
    }),
  );
}

const restless = (): GomeetError =>
  new GomeetError(`the scheduler did not come to rest within ${TIMEOUT_MS / 1000} s`, {
    exitCode: ExitCode.timeout,
    code: 'no-rest',
    hint: 'gomeet plan prove --kubernetes   (again, on a machine with less to do)',
  });
