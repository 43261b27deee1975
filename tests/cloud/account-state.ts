import { randomUUID } from 'node:crypto';

/** Something that becomes what it should be after it was looked at so often. */
interface Eventual {
  looksLeft: number;
}

interface Node {
  id: string;
  name: string;
  looksLeft: number;
}

export interface Pool {
  id: string;
  name: string;
  size: string;
  count: number;
  tags: string[];
  labels: Record<string, string>;
  taints: { key: string; value: string; effect: string }[];
  auto_scale: boolean;
  min_nodes: number;
  max_nodes: number;
  nodes: Node[];
}

export interface ClusterState extends Eventual {
  id: string;
  name: string;
  region: string;
  version: string;
  vpc_uuid: string;
  tags: string[];
  ha: boolean;
  registry_enabled: boolean;
  /** What it is once it was looked at often enough; `deleting` ends in being gone. */
  aim: 'running' | 'error' | 'deleting';
  pools: Pool[];
  loadBalancers: { id: string; name: string; ip: string }[];
  volumes: { id: string; name: string }[];
}

export interface DatabaseState extends Eventual {
  id: string;
  name: string;
  engine: string;
  version: string;
  size: string;
  num_nodes: number;
  region: string;
  private_network_uuid: string;
  tags: string[];
  rules: { uuid: string; cluster_uuid: string; type: string; value: string; created_at: string }[];
  evictionPolicy: string;
  names: string[];
}

interface FirewallState extends Eventual {
  id: string;
  name: string;
  tags: string[];
  inbound_rules: object[];
  outbound_rules: object[];
}

/** Everything that one account holds. */
export interface AccountState {
  status: 'active' | 'locked';
  dropletLimit: number;
  /** Machines that others made. */
  otherDroplets: number;
  /** How often a new thing has to be looked at until it is ready. */
  looksUntilReady: number;
  tags: Set<string>;
  vpcs: { id: string; name: string; region: string; description: string }[];
  registry: { name: string; region: string } | null;
  clusters: ClusterState[];
  databases: DatabaseState[];
  firewalls: FirewallState[];
  keys: { name: string; access_key: string }[];
  buckets: Set<string>;
  bucketsOfOthers: Set<string>;
  domains: Map<string, { id: number; type: string; name: string; data: string; ttl: number }[]>;
}

export const emptyAccount = (): AccountState => ({
  status: 'active',
  dropletLimit: 200,
  otherDroplets: 3,
  looksUntilReady: 2,
  tags: new Set(),
  vpcs: [],
  registry: null,
  clusters: [],
  databases: [],
  firewalls: [],
  keys: [],
  buckets: new Set(),
  bucketsOfOthers: new Set(),
  domains: new Map(),
});

export const dropletsOf = (state: AccountState): number =>
  state.otherDroplets + state.clusters.flatMap(({ pools }) => pools.flatMap(({ nodes }) => nodes)).length;

/** Brings a pool's machines to its count: new ones have yet to start. */
export function fillPool(pool: Pool, looksLeft: number): void {
  while (pool.nodes.length > pool.count) pool.nodes.pop();
  while (pool.nodes.length < pool.count)
    pool.nodes.push({ id: randomUUID(), name: `${pool.name}-${randomUUID().slice(0, 5)}`, looksLeft });
}

/** What lives in a network, by the API's own names for them. */
export const membersOf = (
  state: AccountState,
  vpc: string,
): { name: string; urn: string; created_at: string }[] =>
  [
    ...state.clusters
      .filter(({ vpc_uuid }) => vpc_uuid === vpc)
      .map(({ id, name }) => ({ name, urn: `do:kubernetes:${id}` })),
    ...state.databases
      .filter(({ private_network_uuid }) => private_network_uuid === vpc)
      .map(({ id, name }) => ({ name, urn: `do:dbaas:${id}` })),
  ].map((member) => ({ ...member, created_at: CREATED }));

export const CREATED = '2026-11-21T08:00:00Z';

/** One look at something eventual. */
export function look(thing: Eventual): boolean {
  if (thing.looksLeft > 0) thing.looksLeft -= 1;
  return thing.looksLeft === 0;
}
