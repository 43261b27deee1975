import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { Workload } from '../../planning/plan.ts';

/** What an autoscaler scales, in the same namespace. */
export interface ScaleTarget {
  readonly kind: string;
  readonly name: string;
}

/** The names of the two limits, which KEDA calls otherwise. */
const BOUNDS = {
  HorizontalPodAutoscaler: { least: 'minReplicas', most: 'maxReplicas' },
  ScaledObject: { least: 'minReplicaCount', most: 'maxReplicaCount' },
} as const;

/** @returns null for what is no autoscaler */
export function scaleTargetOf({ kind, spec }: ClusterObject): ScaleTarget | null {
  if (!(kind in BOUNDS)) return null;
  const { kind: target = 'Deployment', name = '' } =
    (spec as { scaleTargetRef?: Partial<ScaleTarget> }).scaleTargetRef ?? {};
  return { kind: target, name };
}

/**
 * The plan's pods are the least: everybody joins within a minute, and no autoscaler is as quick. The most is the plan's,
 * or where it names none the manifest's, but never below the least.
 */
export function sizeAutoscaler(object: ClusterObject, workload: Workload): ClusterObject {
  const { least, most } = BOUNDS[object.kind as keyof typeof BOUNDS];
  const spec = object.spec as Readonly<Record<string, unknown>>;
  const written = typeof spec[most] === 'number' ? spec[most] : 0;
  const maximum = workload.maximumReplicas ?? Math.max(workload.replicas, written);
  return { ...object, spec: { ...spec, [least]: workload.replicas, [most]: maximum } };
}
