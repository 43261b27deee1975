import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject, ResourceType } from '../../adapters/cluster-object.ts';

const CONFIG_MAP: ResourceType = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  resource: 'configmaps',
  namespaced: true,
  verbs: [],
};

/** Where the API was told that people reach it. Settings of earlier revisions may still lie about: the newest counts. */
export async function publicUrlOf(cluster: Cluster, namespace: string): Promise<string | undefined> {
  const labelSelector = 'app.kubernetes.io/name=api-settings';
  return newestPublicUrl(await cluster.list(CONFIG_MAP, { namespace, labelSelector }));
}

export function newestPublicUrl(settings: readonly ClusterObject[]): string | undefined {
  const [newest] = [...settings].sort((a, b) =>
    (b.metadata.creationTimestamp ?? '').localeCompare(a.metadata.creationTimestamp ?? ''),
  );
  const { GOMEET_PUBLIC_URL: url } = (newest?.data ?? {}) as { GOMEET_PUBLIC_URL?: string };
  return url?.replace(/\/+$/, '');
}
