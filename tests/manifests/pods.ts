import type { ClusterObject } from '../../src/adapters/cluster-object.ts';
import {
  type Container,
  type PodSpec,
  workloadSpecOf,
} from '../../src/deployment/kubernetes/pod-template.ts';

/** The pods that one object makes. */
export interface Pods {
  /** `Deployment gomeet/api-auth`: what a failed test names. */
  readonly owner: string;
  readonly object: ClusterObject;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
  /** All of them, those that run before the others too. */
  readonly containers: readonly Container[];
}

export const nameOf = ({ kind, metadata }: ClusterObject): string =>
  `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;

export function podsOf(objects: readonly ClusterObject[]): Pods[] {
  return objects.flatMap((object) => {
    const workload = workloadSpecOf(object);
    if (workload === null) return [];
    const { metadata, spec } = workload.template;
    return [
      {
        owner: nameOf(object),
        object,
        namespace: object.metadata.namespace ?? '',
        labels: metadata?.labels ?? {},
        annotations: metadata?.annotations ?? {},
        spec,
        containers: [...(spec.initContainers ?? []), ...spec.containers],
      },
    ];
  });
}

/** Whether labels have everything that a selector asks for; one that asks for nothing selects nothing here. */
export const isSelected = (
  selector: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
): boolean =>
  Object.keys(selector).length > 0 && Object.entries(selector).every(([key, value]) => labels[key] === value);
