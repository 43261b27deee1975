import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { isGeneration, replicasOf } from './media-deployment.ts';

const replicasIn = ({ spec }: ClusterObject): number | undefined =>
  (spec as { replicas?: number } | undefined)?.replicas;

/**
 * The wanted set with as many media servers as there are: once they serve, their number is `gomeet scale`'s, which empties those
 * that go. A plan's number would take away servers with people on them, or ask for some on machines that are gone. While one
 * generation follows another, the larger has the number that was meant; a number that an autoscaler owns stays out of it.
 *
 * @param live objects of the last deployment
 */
export function keepMediaSize(
  objects: readonly ClusterObject[],
  live: readonly ClusterObject[],
): ClusterObject[] {
  return objects.map((object) => {
    const size = isGeneration(object) ? sizeIn(object.metadata.namespace, live) : 0;
    if (size === 0 || replicasIn(object) === undefined) return object;
    return { ...object, spec: { ...(object.spec as object), replicas: size } };
  });
}

/** 0 where no media servers are, and the plan's number holds. */
function sizeIn(namespace: string | undefined, live: readonly ClusterObject[]): number {
  const generations = live.filter(
    (each) =>
      each.metadata.namespace === namespace &&
      each.metadata.deletionTimestamp === undefined &&
      isGeneration(each),
  );
  return Math.max(0, ...generations.map(replicasOf));
}

/**
 * What is said where the set wants another number than stays.
 *
 * @param objects as they were wanted
 * @param applied as they are applied
 */
export function keptSizeText(
  objects: readonly ClusterObject[],
  applied: readonly ClusterObject[],
): string | null {
  for (const wanted of objects.filter(isGeneration)) {
    const kept = applied.find(
      ({ kind, metadata }) =>
        kind === wanted.kind &&
        metadata.namespace === wanted.metadata.namespace &&
        metadata.name === wanted.metadata.name,
    );
    const [asked, stays] = [replicasIn(wanted), kept === undefined ? undefined : replicasIn(kept)];
    if (asked === undefined || stays === undefined || asked === stays) continue;
    return `media servers stay ${stays}, this deployment would have ${asked}: gomeet scale media ${asked}   changes that`;
  }
  return null;
}
