import type { ClusterObject } from '../../adapters/cluster-object.ts';

const REVISION = 'deployment.kubernetes.io/revision';

/**
 * The pods of an object's newest version. Those of older ones are on their way out: what ails them is why they go, and says
 * nothing about what comes.
 *
 * @param replicaSets those of the same selector; the Deployment's own number tells the newest
 */
export function newestPods(
  object: ClusterObject,
  pods: readonly ClusterObject[],
  replicaSets: readonly ClusterObject[],
): ClusterObject[] {
  const staying = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const status = (object.status ?? {}) as { observedGeneration?: number; updateRevision?: string };
  const hash = (name: string) => (pod: ClusterObject) => pod.metadata.labels?.[name];
  switch (object.kind) {
    case 'Deployment': {
      // Before its controller has seen the newest wish, every pod is of an older one.
      if ((status.observedGeneration ?? 0) < (object.metadata.generation ?? 0)) return [];
      const newest = replicaSets.find(
        ({ metadata }) => metadata.annotations?.[REVISION] === object.metadata.annotations?.[REVISION],
      );
      const wanted = newest?.metadata.labels?.['pod-template-hash'];
      return staying.filter((pod) => hash('pod-template-hash')(pod) === wanted);
    }
    case 'StatefulSet':
      return staying.filter((pod) => hash('controller-revision-hash')(pod) === status.updateRevision);
    default:
      return staying;
  }
}
