/**
 * The operators' part where no pod truly runs: CloudNativePG's instances, cert-manager's certificates, the address of a load
 * balancer. Each is answered as the operator answers when all goes well.
 */
import type { Cluster } from '../../src/adapters/cluster.ts';
import type { ClusterObject, ResourceType } from '../../src/adapters/cluster-object.ts';
import { keyOf } from '../../src/deployment/kubernetes/object-key.ts';
import { postgresSet } from '../../src/deployment/kubernetes/postgres-set.ts';

type Answer = (cluster: Cluster, object: ClusterObject) => Promise<void>;

const type = (apiVersion: string, kind: string, resource: string): ResourceType => ({
  apiVersion,
  kind,
  resource,
  namespaced: true,
  verbs: [],
});

const answers: readonly (readonly [ResourceType, Answer])[] = [
  [type('postgresql.cnpg.io/v1', 'Cluster', 'clusters'), answerCluster],
  [type('cert-manager.io/v1', 'Certificate', 'certificates'), answerCertificate],
  [type('v1', 'Service', 'services'), answerService],
];

export function playOperators(cluster: Cluster): AsyncDisposable {
  const stop = new AbortController();
  const playing = (async () => {
    while (!stop.signal.aborted) {
      for (const [resource, answer] of answers) {
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
