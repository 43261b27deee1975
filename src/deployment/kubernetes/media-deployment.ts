import type { ClusterObject, ObjectKey, ResourceType } from '../../adapters/cluster-object.ts';
import { GENERATION_LABEL } from './media-pod.ts';

export const DEPLOYMENT: ResourceType = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  resource: 'deployments',
  namespaced: true,
  verbs: [],
};

export const deploymentKey = (namespace: string, name: string): ObjectKey => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace,
  name,
});

/** A Deployment without a number of replicas has one. */
export function replicasOf(deployment: ClusterObject): number {
  const { replicas } = (deployment.spec ?? {}) as { replicas?: number };
  return replicas ?? 1;
}

/** Whether it is a generation of media servers. */
export const isGeneration = (object: ClusterObject): boolean =>
  object.kind === 'Deployment' && generationOf(object) !== null;

/** The label that tells its pods from those of other generations; null for what has none. */
export function generationOf(deployment: ClusterObject): string | null {
  const { template } = (deployment.spec ?? {}) as {
    template?: { metadata?: { labels?: Readonly<Record<string, string>> } };
  };
  return template?.metadata?.labels?.[GENERATION_LABEL] ?? null;
}
