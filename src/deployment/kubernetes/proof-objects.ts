import type { ClusterObject } from '../../adapters/cluster-object.ts';
import { type PodSpec, type WorkloadSpec, workloadSpecOf } from './pod-template.ts';
import { postgresSet } from './postgres-set.ts';
import { scaleTargetOf } from './size-autoscaler.ts';

/** Kinds that decide where pods may be and how many: the rest of an overlay says nothing to the scheduler. */
const KEPT = new Set([
  'Namespace',
  'PriorityClass',
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'PersistentVolumeClaim',
  'PodDisruptionBudget',
]);

/**
 * The objects of an overlay as the scheduler's controllers need them: pods as the operators and autoscalers of a real cluster
 * would have them made. A schedule is run once, as it will be.
 */
export function proofObjects(objects: readonly ClusterObject[]): ClusterObject[] {
  return objects.flatMap((object) => {
    if (KEPT.has(object.kind)) return [object];
    if (object.kind === 'Cluster') return [postgresSet(object)];
    if (object.kind === 'CronJob') return [jobOf(object)];
    const spec = workloadSpecOf(object);
    if (spec === null) return [];
    return [{ ...object, spec: { ...spec, replicas: spec.replicas ?? leastOf(object, objects) } }].map(
      withoutReplicas,
    );
  });
}

/** Only what is replicated has a number of replicas. */
function withoutReplicas(object: ClusterObject): ClusterObject {
  if (object.kind === 'Deployment' || object.kind === 'StatefulSet') return object;
  const { replicas: _replicas, ...spec } = object.spec as WorkloadSpec;
  return { ...object, spec };
}

/** Where an autoscaler owns the number, its least. */
function leastOf(object: ClusterObject, objects: readonly ClusterObject[]): number {
  const autoscaler = objects.find((each) => {
    const target = scaleTargetOf(each);
    return target?.kind === object.kind && target.name === object.metadata.name;
  });
  const { minReplicas, minReplicaCount } = (autoscaler?.spec ?? {}) as Readonly<
    Record<string, number | undefined>
  >;
  return minReplicas ?? minReplicaCount ?? 1;
}

function jobOf(object: ClusterObject): ClusterObject {
  const { jobTemplate } = object.spec as { jobTemplate: { spec: object } };
  const { name, namespace } = object.metadata;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
    spec: jobTemplate.spec,
  };
}

/** The classes that claims name, with one driver behind them: it makes a volume when the scheduler has chosen a node. */
export function storageClasses(objects: readonly ClusterObject[], driver: string): ClusterObject[] {
  const names = objects.flatMap(({ kind, spec }) => {
    const { volumeClaimTemplates = [], storageClassName } = (spec ?? {}) as {
      volumeClaimTemplates?: readonly { spec: { storageClassName?: string } }[];
      storageClassName?: string;
    };
    const own = kind === 'PersistentVolumeClaim' ? [storageClassName] : [];
    return [...own, ...volumeClaimTemplates.map((claim) => claim.spec.storageClassName)];
  });
  return [...new Set(names.map((name) => name ?? DEFAULT_CLASS))].map((name) => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: {
      name,
      ...(name === DEFAULT_CLASS
        ? { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } }
        : {}),
    },
    provisioner: driver,
    volumeBindingMode: 'WaitForFirstConsumer',
  }));
}

const DEFAULT_CLASS = 'the-default';

/** Where the pods of something come from, and how many there are to be; null for what makes none. */
export function podsOf(object: ClusterObject, nodes: number): { template: PodSpec; count: number } | null {
  const spec = workloadSpecOf(object);
  if (spec === null) return null;
  const { completions, parallelism } = spec as { completions?: number; parallelism?: number };
  const count =
    object.kind === 'DaemonSet'
      ? nodes
      : object.kind === 'Job'
        ? (parallelism ?? completions ?? 1)
        : (spec.replicas ?? 1);
  return { template: spec.template.spec, count };
}
