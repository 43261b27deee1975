import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject } from '../../adapters/cluster-object.ts';
import type { Namespaces } from '../../deployment/kubernetes/environment.ts';
import { queryPrometheus } from '../../deployment/kubernetes/query-prometheus.ts';
import { type Answer, type ClusterSnapshot, componentOf, nameOf } from './cluster-snapshot.ts';

const WORKLOAD_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'PersistentVolumeClaim'];
const POSTGRES_GROUP = 'postgresql.cnpg.io/';

/**
 * Looks at everything once.
 *
 * @throws GomeetError (prerequisite) when the cluster does not answer or does not let us look
 */
export async function readClusterSnapshot(
  cluster: Cluster,
  { platform, media }: Namespaces,
): Promise<ClusterSnapshot> {
  const [version, types] = await Promise.all([cluster.version(), cluster.types()]);
  const listed = async (isWanted: (type: (typeof types)[number]) => boolean): Promise<ClusterObject[]> => {
    const wanted = types.filter((type) => isWanted(type) && type.verbs.includes('list'));
    const spaces = wanted.flatMap((type) =>
      (type.namespaced ? [platform, media] : [null]).map((namespace) => cluster.list(type, { namespace })),
    );
    return (await Promise.all(spaces)).flat();
  };
  const [nodes, pods, workloads] = await Promise.all([
    listed(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'Node'),
    listed(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'Pod'),
    listed(
      ({ apiVersion, kind }) =>
        (['v1', 'apps/v1'].includes(apiVersion) && WORKLOAD_KINDS.includes(kind)) ||
        (apiVersion.startsWith(POSTGRES_GROUP) && kind === 'Cluster'),
    ),
  ]);
  const running = pods.filter((pod) => phaseOf(pod) === 'Running' && !pod.metadata.deletionTimestamp);
  const [apiAnswers, mediaAnswers, targets] = await Promise.all([
    asked(cluster, running.filter(isApi), 8080, '/readyz'),
    asked(
      cluster,
      running.filter((pod) => nameOf(pod) === 'livekit'),
      7880,
      '/',
    ),
    readTargets(cluster, platform),
  ]);
  return { context: cluster.context, version, nodes, pods, workloads, apiAnswers, mediaAnswers, targets };
}

const phaseOf = ({ status }: ClusterObject): unknown => (status as { phase?: string } | undefined)?.phase;

/** The pods that serve it, and not the job that migrates its database. */
const isApi = (pod: ClusterObject): boolean =>
  componentOf(pod) === 'api' && portNamed(pod, 'http') !== undefined;

function portNamed(pod: ClusterObject, name: string): number | undefined {
  const { containers = [] } = (pod.spec ?? {}) as {
    containers?: readonly { ports?: readonly { name?: string; containerPort: number }[] }[];
  };
  return containers.flatMap(({ ports = [] }) => ports).find((port) => port.name === name)?.containerPort;
}

/** @param usualPort where a pod names no port `http` */
function asked(
  cluster: Cluster,
  pods: readonly ClusterObject[],
  usualPort: number,
  path: string,
): Promise<Answer[]> {
  return Promise.all(
    pods.map(async (pod) => {
      const { name, namespace = '' } = pod.metadata;
      const port = portNamed(pod, 'http') ?? usualPort;
      return { pod: name, ...(await cluster.proxy({ kind: 'pods', namespace, name, port }, path)) };
    }),
  );
}

/** Null when Prometheus does not answer: meetings go on without it. */
export async function readTargets(
  cluster: Pick<Cluster, 'proxy'>,
  namespace: string,
): Promise<ClusterSnapshot['targets']> {
  try {
    const samples = await queryPrometheus(cluster, namespace, 'up');
    const silent = samples.filter(({ value }) => Number(value[1]) === 0);
    const names = silent.map(({ metric }) => metric.pod ?? metric.instance ?? metric.job ?? 'unnamed');
    return { watched: samples.length, silent: names.sort() };
  } catch {
    return null;
  }
}
