import type { ClusterObject } from '../../adapters/cluster-object.ts';

/** The label selector of the pods that belong to an object; null for what has no pods, or does not say which. */
export function podSelector(object: ClusterObject): string | null {
  const { selector } = (object.spec ?? {}) as {
    selector?: { matchLabels?: Readonly<Record<string, string>> };
  };
  const labels = selector?.matchLabels;
  if (labels !== undefined)
    return Object.entries(labels)
      .map(([name, value]) => `${name}=${value}`)
      .join(',');
  return object.kind === 'Cluster' ? `cnpg.io/cluster=${object.metadata.name}` : null;
}
