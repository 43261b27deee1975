import type { Cluster, NodePool, NodePoolRequest } from '../../adapters/digitalocean/clusters.ts';
import type { CloudResource, Ids, Sighting } from './cloud-resource.ts';
import { neverUpdated, ready } from './cloud-resource.ts';
import { poolDifferences, poolState } from './pool-differences.ts';
import { singleNamed, untagged } from './single-named.ts';
import { TAG, type WantedCloud, type WantedPool } from './wanted-cloud.ts';

/** How a cluster's state is read; one that is being deleted is neither there nor gone. */
const STATES: Readonly<Record<string, Sighting['state']>> = {
  running: 'ready',
  provisioning: 'waiting',
  upgrading: 'waiting',
  degraded: 'waiting',
};

export interface ClusterOptions {
  /** Slug of the version that a new cluster gets; one that runs keeps its own. */
  readonly version: string;
  /** Whether volumes and their snapshots outlive the cluster. */
  readonly keepsData: boolean;
}

export function clusterResource(wanted: WantedCloud, { version, keepsData }: ClusterOptions): CloudResource {
  const { name, region } = wanted;
  return {
    kind: 'cluster',
    name,
    stage: 2,
    billLines: ['control-plane'],
    async find({ clusters }, ids) {
      const found = singleNamed(await clusters.list(), name, 'clusters');
      return found === undefined ? null : clusterSighting(found, wanted, ids);
    },
    async create({ clusters }, ids) {
      await clusters.create({
        name,
        region,
        version,
        vpc_uuid: ids.get(`network/${name}`) ?? '',
        tags: [TAG],
        ha: wanted.isHighlyAvailable,
        // An upgrade replaces nodes, and with them meetings: a person decides when.
        auto_upgrade: false,
        surge_upgrade: true,
        node_pools: wanted.pools.map((pool) => poolRequest(pool)),
      });
    },
    update: neverUpdated,
    async remove({ clusters }, _ids, { id }) {
      const { load_balancers, volumes, volume_snapshots } = await clusters.associated(id);
      const idsOf = (things: readonly { id: string }[]) => things.map((thing) => thing.id);
      await clusters.delete(id, {
        load_balancers: idsOf(load_balancers),
        volumes: keepsData ? [] : idsOf(volumes),
        volume_snapshots: keepsData ? [] : idsOf(volume_snapshots),
      });
    },
  };
}

function clusterSighting(found: Cluster, { region, name }: WantedCloud, ids: Ids): Sighting {
  const { state, message = '' } = found.status;
  const network = ids.get(`network/${name}`);
  const conflicts = [
    ...untagged(TAG, found.tags),
    ...(found.region === region ? [] : [`it is in ${found.region}, not in ${region}`]),
    ...(network === undefined || found.vpc_uuid === network ? [] : ['it is in another network']),
  ];
  return {
    id: found.id,
    state: STATES[state] ?? 'failed',
    text: `${state === 'running' ? found.version : state}${message === '' ? '' : `: ${message}`}`,
    differences: [],
    conflicts,
  };
}

/** One pool of the cluster: made with it, or added to one that is there already. */
export function poolResource({ name }: WantedCloud, wanted: WantedPool): CloudResource {
  const clusterId = (ids: Ids): string => ids.get(`cluster/${name}`) ?? '';
  const poolOf = (cluster: Cluster): NodePool | undefined =>
    cluster.node_pools.find((pool) => pool.name === wanted.name);
  return {
    kind: 'node-pool',
    name: wanted.name,
    stage: 3,
    billLines: [`${wanted.id}-nodes`],
    async find({ clusters }, ids) {
      const id = clusterId(ids);
      const found = id === '' ? undefined : poolOf(await clusters.get(id));
      return found === undefined
        ? null
        : { id: found.id, ...poolState(found), ...poolDifferences(wanted, found) };
    },
    create: ({ clusters }, ids) => clusters.addPool(clusterId(ids), poolRequest(wanted)),
    async update({ clusters }, ids, { id }) {
      const found = poolOf(await clusters.get(clusterId(ids)));
      const { size: _fixed, ...request } = poolRequest(wanted, found?.count);
      await clusters.updatePool(clusterId(ids), id, request);
    },
    remove: { kept: 'goes with the cluster' },
  };
}

/** @param running nodes that run now: a pool is never made smaller here, as its nodes may carry calls */
function poolRequest(pool: WantedPool, running = 0): NodePoolRequest {
  const { name, size, nodes, maximumNodes, tags, labels, taints } = pool;
  return {
    name,
    size,
    count: Math.max(nodes, running),
    tags,
    labels,
    taints,
    auto_scale: maximumNodes !== null,
    ...(maximumNodes === null ? {} : { min_nodes: nodes, max_nodes: Math.max(maximumNodes, running) }),
  };
}

export function registryAccessResource({ name }: WantedCloud): CloudResource {
  return {
    kind: 'registry-access',
    name,
    stage: 3,
    billLines: [],
    async find({ clusters }, ids) {
      const id = ids.get(`cluster/${name}`);
      if (id === undefined) return null;
      return (await clusters.get(id)).registry_enabled ? ready(id, 'nodes may pull images') : null;
    },
    create: ({ clusters }, ids) => clusters.connectRegistry(ids.get(`cluster/${name}`) ?? ''),
    update: neverUpdated,
    remove: { kept: 'goes with the cluster' },
  };
}
