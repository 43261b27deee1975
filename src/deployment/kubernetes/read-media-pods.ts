import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject, ResourceType } from '../../adapters/cluster-object.ts';
import {
  MEDIA_SELECTOR,
  type MediaPod,
  mediaPodOf,
  metricsPortOf,
  type Occupancy,
  occupancyOf,
} from './media-pod.ts';

const POD: ResourceType = { apiVersion: 'v1', kind: 'Pod', resource: 'pods', namespaced: true, verbs: [] };

/** Every media server of a namespace with the rooms and people that it has at this moment. */
export async function readMediaPods(cluster: Cluster, namespace: string): Promise<MediaPod[]> {
  const pods = await cluster.list(POD, { namespace, labelSelector: MEDIA_SELECTOR });
  return Promise.all(pods.map(async (pod) => mediaPodOf(pod, await readOccupancy(cluster, pod))));
}

async function readOccupancy(cluster: Cluster, pod: ClusterObject): Promise<Occupancy | null> {
  const { podIP } = (pod.status ?? {}) as { podIP?: string };
  if (podIP === undefined) return null;
  const { namespace = '', name } = pod.metadata;
  const { status, body } = await cluster.proxy(
    { kind: 'pods', namespace, name, port: metricsPortOf(pod) },
    '/metrics',
  );
  return status === 200 && typeof body === 'string' ? occupancyOf(body) : null;
}
