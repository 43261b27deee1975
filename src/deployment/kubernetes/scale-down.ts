import { ExitCode, GomeetError } from '../../errors.ts';
import { byEmptiness, type MediaPod } from './media-pod.ts';

/** Kept on the Deployment until the last of these machines is gone, so that a second run removes exactly them. */
export const SCALE_ANNOTATION = 'gomeet.io/scale';
/** What the ReplicaSet controller goes by when it chooses which pod to delete: the lowest first. */
export const DELETION_COST_ANNOTATION = 'controller.kubernetes.io/pod-deletion-cost';

/** A media server that is on its way out, and the machine that goes with it. */
export interface Leaving {
  readonly pod: string;
  readonly uid: string;
  readonly node: string | null;
}

/** A reduction that was begun: written down before anything else is done. */
export interface Reduction {
  readonly to: number;
  readonly leaving: readonly Leaving[];
}

/** Lower than any number of people. */
const LEAVING_COST = -1_000_000;

/** The emptiest, as many as it takes; what is being deleted already does not count. */
export function leavingOf(pods: readonly MediaPod[], count: number): MediaPod[] {
  return pods
    .filter(({ endsAtMs }) => endsAtMs === null)
    .sort(byEmptiness)
    .slice(0, count);
}

/** The cost of each pod's deletion: its people, and less than nothing for those that are to go. */
export function deletionCosts(pods: readonly MediaPod[], leaving: readonly Leaving[]): Map<string, number> {
  const isLeaving = new Set(leaving.map(({ uid }) => uid));
  return new Map(
    pods.map(({ name, uid, occupancy }) => [
      name,
      isLeaving.has(uid) ? LEAVING_COST : (occupancy?.people ?? 0),
    ]),
  );
}

/** Machines that carry nothing but what is leaving: only these may be closed to new pods, and removed. */
export function freedNodes(pods: readonly MediaPod[], leaving: readonly Leaving[]): string[] {
  const isLeaving = new Set(leaving.map(({ uid }) => uid));
  const kept = new Set(pods.filter(({ uid }) => !isLeaving.has(uid)).map(({ node }) => node));
  const nodes = leaving.flatMap(({ node }) => (node === null || kept.has(node) ? [] : [node]));
  return [...new Set(nodes)];
}

/** Nodes of the media servers that do not leave. */
export function stayingNodes(pods: readonly MediaPod[], leaving: readonly Leaving[]): string[] {
  const isLeaving = new Set(leaving.map(({ uid }) => uid));
  const nodes = pods.flatMap(({ uid, node }) => (isLeaving.has(uid) || node === null ? [] : [node]));
  return [...new Set(nodes)];
}

export function readReduction(annotation: string | undefined): Reduction | null {
  return annotation === undefined ? null : (JSON.parse(annotation) as Reduction);
}

/** Null takes the annotation away: all of them are gone. */
export const writeReduction = (reduction: Reduction): string | null =>
  reduction.leaving.length === 0 ? null : JSON.stringify(reduction);

/**
 * @param to null where something else than a reduction is to be done
 * @throws GomeetError (conflict) while an earlier reduction to another size goes on: its machines are chosen already
 */
export function requireSettled(begun: Reduction | null, to: number | null): void {
  if (begun === null || begun.to === to) return;
  const names = begun.leaving.map(({ pod, node }) => `${pod} on ${node ?? 'no node'}`);
  throw new GomeetError(`the reduction to ${begun.to} still goes on: ${names.join(', ')}`, {
    exitCode: ExitCode.conflict,
    code: 'scaling-goes-on',
    hint: `gomeet scale media ${begun.to}   ends it first`,
  });
}
