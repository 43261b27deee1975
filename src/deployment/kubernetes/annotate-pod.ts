import type { Cluster } from '../../adapters/cluster.ts';

/** Writes one annotation on a pod. One that has ended meanwhile needs none: people leave while gomeet writes. */
export async function annotatePod(
  cluster: Cluster,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  annotation: string,
  value: string,
): Promise<void> {
  const key = { apiVersion: 'v1', kind: 'Pod', namespace, name };
  try {
    await cluster.mergePatch(key, { metadata: { annotations: { [annotation]: value } } });
  } catch (error) {
    if ((await cluster.get(key)) !== null) throw error;
  }
}
