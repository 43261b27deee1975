import { createRequire } from 'node:module';
import * as z from 'zod';
import { allPages, type Connection, checked, PAGE_SIZE } from './connection.ts';

const require = createRequire(import.meta.url);
const { default: Kubernetes } =
  require('do-wrapper/dist/modules/kubernetes.js') as typeof import('do-wrapper/dist/modules/kubernetes.js');

const taintSchema = z.object({ key: z.string(), value: z.string(), effect: z.string() });

const nodePoolSchema = z.object({
  id: z.string(),
  name: z.string(),
  size: z.string(),
  count: z.int(),
  tags: z.array(z.string()).default([]),
  labels: z.record(z.string(), z.string()).nullish(),
  taints: z.array(taintSchema).nullish(),
  auto_scale: z.boolean().default(false),
  min_nodes: z.int().default(0),
  max_nodes: z.int().default(0),
  nodes: z
    .array(
      z.object({
        id: z.string(),
        name: z.string().default(''),
        status: z.object({ state: z.string(), message: z.string().optional() }).optional(),
      }),
    )
    .default([]),
});

const clusterSchema = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  version: z.string(),
  vpc_uuid: z.string().optional(),
  tags: z.array(z.string()).default([]),
  ha: z.boolean().default(false),
  registry_enabled: z.boolean().default(false),
  status: z.object({ state: z.string(), message: z.string().optional() }),
  node_pools: z.array(nodePoolSchema),
});

const namedSchema = z.array(z.object({ id: z.string(), name: z.string().default('') })).default([]);
const associatedSchema = z.object({
  load_balancers: namedSchema,
  volumes: namedSchema,
  volume_snapshots: namedSchema,
});
const slugs = z.array(z.object({ slug: z.string() }));
const optionsSchema = z.object({ options: z.object({ regions: slugs, versions: slugs, sizes: slugs }) });

export type Cluster = z.output<typeof clusterSchema>;
export type NodePool = z.output<typeof nodePoolSchema>;
/** What a cluster's own controllers made beside it, and what stays when it is deleted alone. */
type Associated = z.output<typeof associatedSchema>;

/** A pool as it is asked for. */
export interface NodePoolRequest {
  readonly name: string;
  readonly size: string;
  readonly count: number;
  readonly tags: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly z.output<typeof taintSchema>[];
  readonly auto_scale: boolean;
  readonly min_nodes?: number;
  readonly max_nodes?: number;
}

interface ClusterRequest {
  readonly name: string;
  readonly region: string;
  readonly version: string;
  readonly vpc_uuid: string;
  readonly tags: readonly string[];
  readonly ha: boolean;
  readonly surge_upgrade: boolean;
  readonly auto_upgrade: boolean;
  readonly node_pools: readonly NodePoolRequest[];
}

/** Managed Kubernetes. do-wrapper where it sends what the API describes; its types of writes are those of 2021. */
export interface Clusters {
  /** What may be asked for: slugs of regions, of versions (newest first) and of sizes of nodes. */
  options(): Promise<{ regions: string[]; versions: string[]; sizes: string[] }>;
  list(): Promise<readonly Cluster[]>;
  get(id: string): Promise<Cluster>;
  create(request: ClusterRequest): Promise<Cluster>;
  associated(id: string): Promise<Associated>;
  /** Deletes the cluster with the load balancers, volumes and snapshots of these ids; others stay and are paid for. */
  delete(id: string, together: Readonly<Record<keyof Associated, readonly string[]>>): Promise<void>;
  addPool(id: string, pool: NodePoolRequest): Promise<void>;
  updatePool(id: string, poolId: string, pool: Omit<NodePoolRequest, 'size'>): Promise<void>;
  /**
   * Deletes exactly this machine, and makes the pool smaller by one.
   *
   * @param isDrained whether its pods have gone already, so that nobody waits for them
   */
  deleteNode(id: string, poolId: string, nodeId: string, isDrained: boolean): Promise<void>;
  /** Lets its nodes pull from the account's registry. */
  connectRegistry(id: string): Promise<void>;
  /** A kubeconfig with credentials that end after seven days. */
  kubeconfig(id: string): Promise<string>;
}

const PATH = 'kubernetes/clusters';

export function clustersOf({ helper, repeat, once, send, sendForText }: Connection): Clusters {
  const kubernetes = new Kubernetes(PAGE_SIZE, helper);
  const read = (page: number) =>
    repeat(() => send({ method: 'GET', path: `${PATH}?per_page=${PAGE_SIZE}&page=${page}` }));
  const clusterIn = (answer: unknown): Cluster =>
    checked(z.object({ kubernetes_cluster: clusterSchema }), answer, 'cluster').kubernetes_cluster;
  const put = async (method: 'PUT' | 'DELETE', path: string, body?: unknown): Promise<void> => {
    await repeat(() => send({ method, path, body }));
  };
  return {
    async options() {
      const answer = await repeat(() => kubernetes.getAvailability());
      const { options } = checked(optionsSchema, answer, 'options of Kubernetes');
      const slugsOf = (list: readonly { slug: string }[]) => list.map(({ slug }) => slug);
      return {
        regions: slugsOf(options.regions),
        versions: slugsOf(options.versions),
        sizes: slugsOf(options.sizes),
      };
    },
    // do-wrapper asks for the list at an address with a slash at its end, which the API's description does not have.
    list: () => allPages(read, 'kubernetes_clusters', clusterSchema, 'list of clusters'),
    get: async (id) => clusterIn(await repeat(() => kubernetes.getById(id))),
    create: async (body) => clusterIn(await once(() => send({ method: 'POST', path: PATH, body }))),
    async associated(id) {
      const path = `${PATH}/${id}/destroy_with_associated_resources`;
      return checked(
        associatedSchema,
        await repeat(() => send({ method: 'GET', path })),
        'associated resources',
      );
    },
    delete: (id, together) =>
      put('DELETE', `${PATH}/${id}/destroy_with_associated_resources/selective`, together),
    async addPool(id, body) {
      await once(() => send({ method: 'POST', path: `${PATH}/${id}/node_pools`, body }));
    },
    updatePool: (id, poolId, pool) => put('PUT', `${PATH}/${id}/node_pools/${poolId}`, pool),
    deleteNode: (id, poolId, nodeId, isDrained) =>
      put(
        'DELETE',
        `${PATH}/${id}/node_pools/${poolId}/nodes/${nodeId}?skip_drain=${isDrained ? 1 : 0}&replace=0`,
      ),
    async connectRegistry(id) {
      await repeat(() =>
        send({ method: 'POST', path: 'kubernetes/registry', body: { cluster_uuids: [id] } }),
      );
    },
    kubeconfig: (id) => repeat(() => sendForText({ method: 'GET', path: `${PATH}/${id}/kubeconfig` })),
  };
}
