import type { Cluster } from '../../adapters/cluster.ts';
import type { ChangeSet } from './plan-deployment.ts';

/** Lock and record lie in the platform's namespace, so it is made before everything else, as the set wants it. */
export async function ensureNamespace(
  cluster: Cluster,
  { namespace, objects }: Pick<ChangeSet, 'namespace' | 'objects'>,
): Promise<void> {
  const key = { apiVersion: 'v1', kind: 'Namespace', namespace: null, name: namespace };
  if ((await cluster.get(key)) !== null) return;
  const wanted = objects.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === namespace);
  const plain = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
  await cluster.apply(wanted ?? plain, { dryRun: false, force: false });
}
