import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject, ResourceType } from '../../adapters/cluster-object.ts';
import type { Namespaces } from '../../deployment/kubernetes/environment.ts';
import { MEDIA_SELECTOR, metricsPortOf } from '../../deployment/kubernetes/media-pod.ts';
import { queryPrometheus } from '../../deployment/kubernetes/query-prometheus.ts';
import { readMediaPods } from '../../deployment/kubernetes/read-media-pods.ts';
import { ExitCode, GomeetError } from '../../errors.ts';
import type { PodRole } from './cluster-form.ts';
import { isServing } from './pod-states.ts';

export const PODS: ResourceType = {
  apiVersion: 'v1',
  kind: 'Pod',
  resource: 'pods',
  namespaced: true,
  verbs: [],
};

/** One pod that a drill meets. */
export interface MetPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly node: string;
}

interface Part {
  readonly within: keyof Namespaces;
  readonly labelSelector: string;
  /** Whose it is where nobody in the cluster plays it. */
  readonly otherwise: string;
}

/** By the labels that the manifests and CloudNativePG give; the API's role is that of the doors `api` and `room-join`. */
const parts: Readonly<Record<PodRole, Part>> = {
  'postgres-primary': {
    within: 'platform',
    labelSelector: 'cnpg.io/cluster,cnpg.io/instanceRole=primary',
    otherwise: 'a provider keeps PostgreSQL, or it has no primary just now',
  },
  'postgres-replica': {
    within: 'platform',
    labelSelector: 'cnpg.io/cluster,cnpg.io/instanceRole=replica',
    otherwise: 'a provider keeps PostgreSQL, or it has one instance',
  },
  'redis-master': {
    within: 'platform',
    labelSelector: 'app.kubernetes.io/name=redis',
    otherwise: 'a provider keeps Redis, or not exactly one of its servers says that it is master',
  },
  'media-node': { within: 'media', labelSelector: MEDIA_SELECTOR, otherwise: 'no media server is ready' },
  'api-pod': {
    within: 'platform',
    labelSelector: 'app.kubernetes.io/name=api-meeting',
    otherwise: 'no pod of api-meeting is ready',
  },
  'gateway-pod': {
    within: 'platform',
    labelSelector: 'app.kubernetes.io/name=traefik',
    otherwise: 'no gateway is ready',
  },
  'every-turn-pod': {
    within: 'media',
    labelSelector: 'app.kubernetes.io/name=turn',
    otherwise: 'no TURN server is deployed here',
  },
};

/**
 * The pods that play a part just now, asked of the cluster and of the programs: a failover may have changed it since the last look.
 * Only `every-turn-pod` is played by several; of several that would do it is the first by its name.
 *
 * @throws GomeetError (prerequisite, `no-such-role`) where nobody plays it
 */
export async function findPods(
  cluster: Cluster,
  namespaces: Namespaces,
  role: PodRole,
): Promise<readonly MetPod[]> {
  const { within, labelSelector, otherwise } = parts[role];
  const namespace = namespaces[within];
  const pods = (await cluster.list(PODS, { namespace, labelSelector }))
    .filter(isServing)
    .toSorted((a, b) => a.metadata.name.localeCompare(b.metadata.name));
  const met = await among(cluster, namespace, role, pods);
  if (met.length > 0) return met.map(metPod);
  throw new GomeetError(`in ${namespace} nobody plays the part of ${role}: ${otherwise}`, {
    exitCode: ExitCode.prerequisite,
    code: 'no-such-role',
    hint: `kubectl get pods -n ${namespace} -l ${labelSelector}`,
  });
}

async function among(
  cluster: Cluster,
  namespace: string,
  role: PodRole,
  pods: readonly ClusterObject[],
): Promise<readonly ClusterObject[]> {
  if (role === 'every-turn-pod') return pods;
  if (role === 'redis-master') return theOnly(await masters(cluster, namespace, pods));
  if (role === 'media-node') return fullest(cluster, namespace, pods);
  return pods.slice(0, 1);
}

const metPod = ({ metadata, spec }: ClusterObject): MetPod => ({
  namespace: metadata.namespace ?? '',
  name: metadata.name,
  uid: metadata.uid ?? '',
  node: (spec as { nodeName?: string } | undefined)?.nodeName ?? 'no node',
});

/** While two say so, or none, a failover is going on. */
const theOnly = (pods: readonly ClusterObject[]): readonly ClusterObject[] => (pods.length === 1 ? pods : []);

/**
 * Each server's own word, by its exporter. Prometheus has it, and network policies let it be asked from outside; where it watches no
 * Redis the exporters are asked themselves. A Sentinel could only be asked by a shell in its pod, which no drill should need.
 */
async function masters(
  cluster: Cluster,
  namespace: string,
  pods: readonly ClusterObject[],
): Promise<ClusterObject[]> {
  const query = 'redis_instance_info{role="master"}';
  const told = await queryPrometheus(cluster, namespace, query).catch(() => []);
  const names = told.map(({ metric }) => metric.pod);
  const known = pods.filter(({ metadata }) => names.includes(metadata.name));
  if (known.length > 0) return known;
  const pages = await Promise.all(
    pods.map((pod) => {
      const { namespace = '', name } = pod.metadata;
      return cluster.proxy({ kind: 'pods', namespace, name, port: metricsPortOf(pod) }, '/metrics');
    }),
  );
  return pods.filter((_pod, index) => saysMaster(String(pages[index]?.body)));
}

/** Whether a server says on its exporter's page that it is master. */
export const saysMaster = (page: string): boolean =>
  /^redis_instance_info\{[^}]*role="master"[^}]*\} 1$/m.test(page);

/** The media server with the most people: that of the drill's room. */
async function fullest(
  cluster: Cluster,
  namespace: string,
  pods: readonly ClusterObject[],
): Promise<readonly ClusterObject[]> {
  const read = await readMediaPods(cluster, namespace);
  const people = new Map(read.map(({ uid, occupancy }) => [uid, occupancy?.people ?? 0]));
  const peopleOn = ({ metadata }: ClusterObject): number => people.get(metadata.uid ?? '') ?? 0;
  return pods.toSorted((a, b) => peopleOn(b) - peopleOn(a)).slice(0, 1);
}
