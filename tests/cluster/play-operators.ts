/**
 * The operators' part where no pod truly runs: CloudNativePG's instances, cert-manager's certificates, the address of a load
 * balancer. Each is answered as the operator answers when all goes well, and only once the operator itself is there: a deployment
 * that waits for its work before would wait for ever.
 */
import type { Cluster } from '../../src/adapters/cluster.ts';
import type { ClusterObject, ResourceType } from '../../src/adapters/cluster-object.ts';
import { keyOf } from '../../src/deployment/kubernetes/object-key.ts';
import { postgresSet } from '../../src/deployment/kubernetes/postgres-set.ts';

interface Played {
  readonly resource: ResourceType;
  /** The Deployment that serves the type, and its namespace; a load balancer's controller comes with the cluster. */
  readonly operator?: readonly [namespace: string, name: string];
  readonly answer: (cluster: Cluster, object: ClusterObject) => Promise<void>;
}

const type = (apiVersion: string, kind: string, resource: string): ResourceType => ({
  apiVersion,
  kind,
  resource,
  namespaced: true,
  verbs: [],
});

const played: readonly Played[] = [
  {
    resource: type('postgresql.cnpg.io/v1', 'Cluster', 'clusters'),
    operator: ['cnpg-system', 'cnpg-controller-manager'],
    answer: answerCluster,
  },
  {
    resource: type('cert-manager.io/v1', 'Certificate', 'certificates'),
    operator: ['cert-manager', 'cert-manager'],
    answer: answerCertificate,
  },
  { resource: type('v1', 'Service', 'services'), answer: answerService },
];

export function playOperators(cluster: Cluster): AsyncDisposable {
  const stop = new AbortController();
  const playing = (async () => {
    while (!stop.signal.aborted) {
      for (const { resource, operator, answer } of played) {
        if (!(await isThere(cluster, operator).catch(() => false))) continue;
        // Before its type is there nothing can be listed.
        const objects = await cluster.list(resource, { namespace: null }).catch(() => []);
        for (const object of objects) await answer(cluster, object).catch(() => undefined);
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await playing;
    },
  };
}

async function isThere(cluster: Cluster, operator: Played['operator']): Promise<boolean> {
  if (operator === undefined) return true;
  const [namespace, name] = operator;
  return (await cluster.get({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name })) !== null;
}

async function answerCluster(cluster: Cluster, object: ClusterObject): Promise<void> {
  const set = postgresSet(object);
  const found = await cluster.get(keyOf(set));
  if (found === null) {
    await cluster.create(set);
    return;
  }
  const { readyReplicas = 0 } = (found.status ?? {}) as { readyReplicas?: number };
  const status = { readyInstances: readyReplicas, phase: 'Cluster in healthy state' };
  const known = (object.status ?? {}) as { readyInstances?: number };
  if (known.readyInstances !== readyReplicas) await cluster.mergePatch(keyOf(object), { status }, 'status');
}

async function answerCertificate(cluster: Cluster, object: ClusterObject): Promise<void> {
  if (object.status !== undefined) return;
  const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: new Date().toISOString() }];
  await cluster.mergePatch(keyOf(object), { status: { conditions } }, 'status');
}

async function answerService(cluster: Cluster, object: ClusterObject): Promise<void> {
  const { loadBalancer } = (object.status ?? {}) as { loadBalancer?: { ingress?: unknown } };
  if ((object.spec as { type?: string }).type !== 'LoadBalancer' || loadBalancer?.ingress !== undefined)
    return;
  const status = { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } };
  await cluster.mergePatch(keyOf(object), { status }, 'status');
}
