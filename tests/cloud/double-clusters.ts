import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import {
  type AccountState,
  type ClusterState,
  CREATED,
  dropletsOf,
  fillPool,
  look,
  type Pool,
} from './account-state.ts';
import { refuse } from './digitalocean-double.ts';
import { page } from './double-account.ts';

interface ById {
  Params: { id: string; pool: string; node: string };
}
type PoolBody = Partial<Pool> & Pick<Pool, 'name' | 'size' | 'count'>;

const REGIONS = ['sgp1', 'fra1', 'nyc3'];
const SIZES = ['c-2', 'c-4', 'c-16', 'c-48-intel', 's-4vcpu-8gb', 'c-8'];

/** Managed Kubernetes: clusters, pools, machines, and what a cluster's controllers make beside it. */
export function clusterRoutes(app: FastifyInstance, read: () => AccountState): void {
  const find = (id: string): ClusterState | undefined => read().clusters.find((cluster) => cluster.id === id);
  app.get('/v2/kubernetes/options', () => ({
    options: {
      regions: REGIONS.map((slug) => ({ slug, name: slug })),
      versions: [
        { slug: '1.36.3-do.0', kubernetes_version: '1.36.3' },
        { slug: '1.35.7-do.1', kubernetes_version: '1.35.7' },
      ],
      sizes: SIZES.map((slug) => ({ slug, name: slug })),
    },
  }));
  app.get('/v2/kubernetes/clusters', () => {
    lookAt(read());
    return page('kubernetes_clusters', read().clusters.map(shownCluster));
  });
  app.get<ById>('/v2/kubernetes/clusters/:id', ({ params }, reply) => {
    lookAt(read());
    const cluster = find(params.id);
    return cluster === undefined
      ? refuse(reply, 404, 'no such cluster')
      : { kubernetes_cluster: shownCluster(cluster) };
  });
  app.post<{ Body: Omit<ClusterState, 'pools'> & { node_pools: PoolBody[] } }>(
    '/v2/kubernetes/clusters',
    ({ body }, reply) => {
      const fault = clusterFault(read(), body);
      if (fault !== null) return refuse(reply, 422, fault);
      const cluster = newCluster(read(), body);
      read().clusters.push(cluster);
      return reply.code(201).send({ kubernetes_cluster: shownCluster(cluster) });
    },
  );
  app.get<ById>('/v2/kubernetes/clusters/:id/kubeconfig', ({ params }, reply) =>
    reply.type('application/yaml').send(`apiVersion: v1\nkind: Config\ncurrent-context: do-${params.id}\n`),
  );
  app.post<{ Body: { cluster_uuids: string[] } }>('/v2/kubernetes/registry', ({ body }, reply) => {
    for (const id of body.cluster_uuids) Object.assign(find(id) ?? {}, { registry_enabled: true });
    return reply.code(204).send();
  });
  poolRoutes(app, read, find);
  associatedRoutes(app, find);
}

function clusterFault(
  state: AccountState,
  body: { name: string; region: string; vpc_uuid: string; node_pools: readonly PoolBody[] },
): string | null {
  if (!state.vpcs.some(({ id, region }) => id === body.vpc_uuid && region === body.region))
    return 'the VPC is not in this region';
  if (state.clusters.some(({ name }) => name === body.name)) return 'a cluster with this name already exists';
  const asked = body.node_pools.reduce((sum, { count }) => sum + count, 0);
  return dropletsOf(state) + asked > state.dropletLimit
    ? 'creating this would exceed your droplet limit'
    : null;
}

function newCluster(
  { looksUntilReady }: AccountState,
  { node_pools, ...body }: Omit<ClusterState, 'pools'> & { node_pools: PoolBody[] },
): ClusterState {
  return {
    ...body,
    id: randomUUID(),
    registry_enabled: false,
    looksLeft: looksUntilReady,
    aim: 'running',
    pools: node_pools.map((pool) => newPool(pool, looksUntilReady)),
    loadBalancers: [],
    volumes: [],
  };
}

function newPool(body: PoolBody, looksUntilReady: number): Pool {
  const pool = { min_nodes: 0, max_nodes: 0, tags: [], labels: {}, taints: [], auto_scale: false, ...body };
  const made = { ...pool, id: randomUUID(), nodes: [] };
  fillPool(made, looksUntilReady);
  return made;
}

/** One look at every cluster: machines start, clusters run, what is being deleted goes. */
function lookAt(state: AccountState): void {
  for (const cluster of state.clusters) {
    look(cluster);
    for (const { nodes } of cluster.pools) for (const node of nodes) look(node);
  }
  state.clusters = state.clusters.filter(({ aim, looksLeft }) => aim !== 'deleting' || looksLeft > 0);
}

function shownCluster({ aim, looksLeft, pools, loadBalancers: _, volumes: __, ...cluster }: ClusterState) {
  const state = aim === 'deleting' ? 'deleting' : looksLeft > 0 ? 'provisioning' : aim;
  return {
    ...cluster,
    endpoint: `https://${cluster.id}.k8s.ondigitalocean.com`,
    status: { state, ...(state === 'error' ? { message: 'the control plane could not be made' } : {}) },
    created_at: CREATED,
    updated_at: CREATED,
    node_pools: pools.map((pool) => ({ ...pool, nodes: pool.nodes.map(shownNode) })),
  };
}

const shownNode = ({ id, name, looksLeft }: Pool['nodes'][number]) => ({
  id,
  name,
  status: { state: looksLeft > 0 ? 'provisioning' : 'running' },
  droplet_id: '205545370',
  created_at: CREATED,
  updated_at: CREATED,
});

function poolRoutes(
  app: FastifyInstance,
  read: () => AccountState,
  find: (id: string) => ClusterState | undefined,
): void {
  const poolOf = ({ id, pool }: ById['Params']) => find(id)?.pools.find((own) => own.id === pool);
  const shown = (pool: Pool) => ({ node_pool: { ...pool, nodes: pool.nodes.map(shownNode) } });
  app.post<ById & { Body: PoolBody }>('/v2/kubernetes/clusters/:id/node_pools', ({ params, body }, reply) => {
    const pool = newPool(body, read().looksUntilReady);
    find(params.id)?.pools.push(pool);
    return reply.code(201).send(shown(pool));
  });
  app.put<ById & { Body: PoolBody }>(
    '/v2/kubernetes/clusters/:id/node_pools/:pool',
    ({ params, body }, reply) => {
      const pool = poolOf(params);
      if (pool === undefined) return refuse(reply, 404, 'no such pool');
      Object.assign(pool, body);
      fillPool(pool, read().looksUntilReady);
      return reply.code(202).send(shown(pool));
    },
  );
  app.delete<ById & { Querystring: { replace?: string } }>(
    '/v2/kubernetes/clusters/:id/node_pools/:pool/nodes/:node',
    ({ params, query }, reply) => {
      const pool = poolOf(params);
      const at = pool?.nodes.findIndex(({ id }) => id === params.node) ?? -1;
      if (pool === undefined || at === -1) return refuse(reply, 404, 'no such node');
      pool.nodes.splice(at, 1);
      if (query.replace !== '1') pool.count -= 1;
      fillPool(pool, read().looksUntilReady);
      return reply.code(202).send();
    },
  );
}

function associatedRoutes(app: FastifyInstance, find: (id: string) => ClusterState | undefined): void {
  const path = '/v2/kubernetes/clusters/:id/destroy_with_associated_resources';
  app.get<ById>(path, ({ params }, reply) => {
    const cluster = find(params.id);
    if (cluster === undefined) return refuse(reply, 404, 'no such cluster');
    return {
      load_balancers: cluster.loadBalancers.map(({ id, name }) => ({ id, name })),
      volumes: cluster.volumes,
      volume_snapshots: [],
    };
  });
  app.delete<ById & { Body: { load_balancers: string[]; volumes: string[] } }>(
    `${path}/selective`,
    ({ params, body }, reply) => {
      const cluster = find(params.id);
      if (cluster === undefined) return refuse(reply, 404, 'no such cluster');
      if (cluster.aim === 'deleting') return refuse(reply, 422, 'the cluster is being deleted');
      cluster.aim = 'deleting';
      cluster.looksLeft = 3;
      cluster.loadBalancers = cluster.loadBalancers.filter(({ id }) => !body.load_balancers.includes(id));
      cluster.volumes = cluster.volumes.filter(({ id }) => !body.volumes.includes(id));
      return reply.code(204).send();
    },
  );
}
