import type { CheckResult } from '../check.ts';
import { checkOf } from '../check-of.ts';
import type { ClusterSnapshot } from './cluster-snapshot.ts';

/** The version, and whether there is a cluster at all: without an answer there would be no snapshot. */
export function clusterCheck({ context, version }: ClusterSnapshot): CheckResult {
  return {
    id: 'cluster-answers',
    category: 'Cluster',
    title: context,
    status: 'ok',
    found: `Kubernetes ${version}`,
    needed: 'an API server that answers',
    hint: null,
  };
}

const POOL_LABEL = 'gomeet.io/pool';
/** Conditions of a node that are well when they are False. */
const PRESSURES = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable'];

interface NodeState {
  readonly name: string;
  readonly pool: string;
  readonly troubles: readonly string[];
}

/** One check for each pool: how many of its nodes are ready, and what the others have. */
export function nodeChecks({ nodes }: Pick<ClusterSnapshot, 'nodes'>): CheckResult[] {
  if (nodes.length === 0)
    return [
      checkOf('nodes-ready', 'nodes', { status: 'failed', found: 'there is no node', needed: 'a node' }),
    ];
  const states = nodes.map(stateOf);
  const pools = [...new Set(states.map(({ pool }) => pool))].sort();
  return pools.map((pool) => {
    const own = states.filter((node) => node.pool === pool);
    const ill = own.filter(({ troubles }) => troubles.length > 0);
    const reasons = ill.map(({ name, troubles }) => `${name} ${troubles.join(', ')}`);
    const well = own.length - ill.length;
    return {
      id: 'nodes-ready',
      category: 'Nodes',
      title: pool === '' ? 'nodes without a pool' : `pool ${pool}`,
      // The pools have nodes to spare: some that are down are a warning, all of them are the end.
      status: ill.length === 0 ? 'ok' : well > 0 ? 'warning' : 'failed',
      found: [`${well} of ${own.length} ready`, ...reasons].join('; '),
      needed: 'every node ready, without pressure',
      hint: ill.length === 0 ? null : `kubectl describe node ${ill[0]?.name}`,
    };
  });
}

function stateOf({ metadata, status }: ClusterSnapshot['nodes'][number]): NodeState {
  const { conditions = [] } = (status ?? {}) as {
    conditions?: readonly { type: string; status: string; reason?: string }[];
  };
  const isReady = conditions.some(({ type, status: is }) => type === 'Ready' && is === 'True');
  const pressures = conditions.filter(({ type, status: is }) => PRESSURES.includes(type) && is === 'True');
  return {
    name: metadata.name,
    pool: metadata.labels?.[POOL_LABEL] ?? '',
    troubles: [...(isReady ? [] : ['is not ready']), ...pressures.map(({ type }) => `has ${type}`)],
  };
}
