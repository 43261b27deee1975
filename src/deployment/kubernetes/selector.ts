import type { ClusterObject } from '../../adapters/cluster-object.ts';

type Labels = Readonly<Record<string, string>>;

/** The label selector of the pods that belong to an object; null for what has no pods, or does not say which. */
export function podSelector(object: ClusterObject): string | null {
  const labels = podLabels(object);
  if (labels === null) return null;
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}

/** Whether a pod belongs to an object. */
export function selectsPod(object: ClusterObject, pod: ClusterObject): boolean {
  const labels = podLabels(object);
  if (labels === null || pod.metadata.namespace !== object.metadata.namespace) return false;
  return Object.entries(labels).every(([name, value]) => pod.metadata.labels?.[name] === value);
}

function podLabels(object: ClusterObject): Labels | null {
  const { selector } = (object.spec ?? {}) as { selector?: { matchLabels?: Labels } };
  if (selector?.matchLabels !== undefined) return selector.matchLabels;
  return object.kind === 'Cluster' ? { 'cnpg.io/cluster': object.metadata.name } : null;
}
