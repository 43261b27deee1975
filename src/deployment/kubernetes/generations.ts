import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { occupancyText } from './drain-view.ts';
import type { RolloutState } from './generation-rollout.ts';
import { generationOf, replicasOf } from './media-deployment.ts';
import { isServing, type MediaPod } from './media-pod.ts';

/** A Deployment of media servers with its pods, those that are being deleted too. */
interface Generation {
  readonly deployment: ClusterObject;
  readonly pods: readonly MediaPod[];
}

export interface Generations {
  readonly state: RolloutState;
  readonly old: readonly Generation[];
}

/** @param name of the Deployment that is to stay */
export function generationsOf(
  name: string,
  deployments: readonly ClusterObject[],
  pods: readonly MediaPod[],
): Generations {
  const all = deployments.map((deployment) => ({
    deployment,
    pods: pods.filter(({ generation }) => generation === generationOf(deployment)),
  }));
  const [fresh, old] = [
    all.filter(({ deployment }) => deployment.metadata.name === name),
    all.filter(({ deployment }) => deployment.metadata.name !== name),
  ];
  const newPods = fresh.flatMap((each) => each.pods);
  const oldPods = old.flatMap((each) => each.pods);
  const state: RolloutState = {
    wanted: fresh.reduce((sum, { deployment }) => sum + replicasOf(deployment), 0),
    newReady: newPods.filter(isServing).length,
    newUnschedulable: newPods.filter(({ isUnschedulable }) => isUnschedulable).length,
    oldServing: oldPods.filter(isServing).length,
    oldDraining: oldPods.filter(({ endsAtMs }) => endsAtMs !== null).length,
  };
  return { state, old };
}

/** `2 of 10 new ready, 8 for want of a node; old: 8 in service, 2 draining (3 rooms, 1,120 people)` */
export function rolloutText({ state, old }: Generations): string {
  const { wanted, newReady, newUnschedulable, oldServing, oldDraining } = state;
  const waiting = newUnschedulable === 0 ? '' : `, ${newUnschedulable} for want of a node`;
  const fresh = `${newReady} of ${wanted} new ready${waiting}`;
  if (old.length === 0) return fresh;
  const draining = old.flatMap(({ pods }) => pods.filter(({ endsAtMs }) => endsAtMs !== null));
  const known = draining.flatMap(({ occupancy }) => occupancy ?? []);
  const people = {
    rooms: known.reduce((sum, { rooms }) => sum + rooms, 0),
    people: known.reduce((sum, each) => sum + each.people, 0),
  };
  const held = oldDraining === 0 ? '' : ` (${occupancyText(known.length === 0 ? null : people)})`;
  return `${fresh}; old: ${oldServing} in service, ${oldDraining} draining${held}`;
}
