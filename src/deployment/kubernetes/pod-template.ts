import type { ClusterObject } from '../../adapters/cluster-object.ts';

/** What containers ask for and may use at most: quantities by name of the resource. */
export interface ContainerResources {
  readonly requests?: Readonly<Record<string, string | number>>;
  readonly limits?: Readonly<Record<string, string | number>>;
}

export interface Container {
  readonly name: string;
  readonly resources?: ContainerResources;
  /** `Always` on an init container makes it a sidecar, which runs as long as the pod. */
  readonly restartPolicy?: string;
  readonly [field: string]: unknown;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

export interface PodTemplate {
  readonly metadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: PodSpec;
}

export interface WorkloadSpec {
  readonly replicas?: number;
  readonly template: PodTemplate;
  readonly [field: string]: unknown;
}

/** Kinds whose `spec.template` makes pods. */
const KINDS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job']);

/** The spec of what makes pods by a template; null for everything else. */
export function workloadSpecOf(object: ClusterObject): WorkloadSpec | null {
  return KINDS.has(object.kind) ? (object.spec as WorkloadSpec) : null;
}
