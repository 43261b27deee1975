import type { Cluster } from '../../adapters/cluster.ts';
import type { ClusterObject, ResourceType } from '../../adapters/cluster-object.ts';
import { computeChanges, findMembers } from './compute-changes.ts';
import { type Drift, driftOf } from './drift.ts';
import type { Namespaces } from './environment.ts';
import { inInventory, inventoryOf } from './inventory.ts';
import { identityOf, keyOf } from './object-key.ts';
import { readinessOf } from './readiness.ts';
import { listRevisions } from './record-revision.ts';
import type { Revision } from './revision.ts';
import { podSelector, selectsPod } from './selector.ts';

/** One workload, as `status` names a service. */
interface WorkloadStatus {
  /** `gomeet/api-auth`. */
  readonly name: string;
  readonly state: 'ready' | 'progressing' | 'waiting' | 'failed' | 'missing';
  readonly reason?: string;
  /** Where the Service of the same name answers inside the cluster; empty where there is none. */
  readonly address: string;
  readonly processId: null;
  /** Of its containers, together. */
  readonly restarts: number;
  /** The command that shows its log. */
  readonly log: string;
}

export interface KubernetesStatus {
  readonly revision: Revision | null;
  readonly workloads: readonly WorkloadStatus[];
  readonly drift: readonly Drift[];
  /** Public name of the platform; null before there is a route to it. */
  readonly host: string | null;
}

const PODS: ResourceType = { apiVersion: 'v1', kind: 'Pod', resource: 'pods', namespaced: true, verbs: [] };
const WORKLOADS = ['Cluster', 'StatefulSet', 'DaemonSet', 'Deployment'];

/** Looks at what the newest revision wanted: how far it is, and what others have changed since. Writes nothing. */
export async function readStatus(cluster: Cluster, namespaces: Namespaces): Promise<KubernetesStatus> {
  const namespace = namespaces.platform;
  const [revision = null] = await listRevisions(cluster, namespace);
  if (revision === null) return { revision, workloads: [], drift: [], host: null };
  const inventory = inventoryOf(namespace);
  const objects = revision.objects.map((object) => inInventory(object, inventory));
  const [members, changes, ...pods] = await Promise.all([
    findMembers(cluster, objects, namespace),
    computeChanges(cluster, { objects, namespace, force: false }),
    ...[namespaces.platform, namespaces.media].map((each) => cluster.list(PODS, { namespace: each })),
  ]);
  const wanted = objects.filter(({ kind }) => WORKLOADS.includes(kind));
  // Of a revision that has not come to its end, what is not there is not there yet: only what others hold against it counts.
  const undone = changes.filter(({ action }) => revision.state === 'deployed' || action === 'conflict');
  return {
    revision,
    workloads: wanted.map((object) =>
      workloadStatus(object, members.get(identityOf(keyOf(object))), { objects, pods: pods.flat() }),
    ),
    drift: driftOf(undone),
    host: publicHost(objects),
  };
}

function workloadStatus(
  wanted: ClusterObject,
  live: ClusterObject | undefined,
  around: { objects: readonly ClusterObject[]; pods: readonly ClusterObject[] },
): WorkloadStatus {
  const { name, namespace = '' } = wanted.metadata;
  const { state, reason } =
    live === undefined ? { state: 'missing' as const, reason: 'it was deleted' } : readinessOf(live);
  const pods = around.pods.filter((pod) => selectsPod(wanted, pod));
  const service = around.objects.find(
    ({ kind, metadata }) => kind === 'Service' && metadata.name === name && metadata.namespace === namespace,
  );
  const [port] = (service?.spec as { ports?: readonly { port: number }[] } | undefined)?.ports ?? [];
  return {
    name: `${namespace}/${name}`,
    state,
    ...(reason === '' ? {} : { reason }),
    address: port === undefined ? '' : `${name}.${namespace}:${port.port}`,
    processId: null,
    restarts: pods.reduce((sum, pod) => sum + restartsOf(pod), 0),
    log: `kubectl logs -n ${namespace} -l ${podSelector(wanted) ?? ''} --prefix`,
  };
}

const restartsOf = ({ status }: ClusterObject): number => {
  const { containerStatuses = [] } = (status ?? {}) as {
    containerStatuses?: readonly { restartCount: number }[];
  };
  return containerStatuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
};

/** The first name under which the gateway routes to the API. */
function publicHost(objects: readonly ClusterObject[]): string | null {
  const route = objects.find(({ kind, metadata }) => kind === 'IngressRoute' && metadata.name === 'api');
  const rules = (route?.spec as { routes?: readonly { match?: string }[] } | undefined)?.routes ?? [];
  return (
    rules.map(({ match = '' }) => /Host\(`([^`]+)`\)/.exec(match)?.[1]).find((name) => name !== undefined) ??
    null
  );
}
