import { type Allocatable, allocatableOf } from './allocatable.ts';
import type { PodSet } from './api-capacity.ts';
import { cheapest, dedicated, noSizeFits, type PricedPool, sizeNamed } from './node-choice.ts';
import type { NodeSize } from './node-size.ts';
import { type ItemGroup, packGroups } from './packing.ts';
import { fixed } from './prior-quantity.ts';
import { computed, derive, type Quantity } from './quantity.ts';

export interface NodePoolPlan {
  readonly size: NodeSize;
  readonly allocatable: Allocatable;
  /** With spare. */
  readonly nodes: Quantity<'node'>;
  readonly spare: Quantity<'node'>;
}

/** Three copies of what must not be lost stand on three nodes. */
const LEAST = fixed('layout.worker.least', 'nodes for everything but media at least', 'node', 3);
const SPARE = fixed('layout.worker.spare', 'worker nodes beyond those needed', 'node', 1);

/**
 * The nodes for everything but media and TURN: pods are packed by what they ask for into what Kubernetes leaves of a node.
 *
 * @throws GomeetError (usage) for an unknown size, or one on which a pod does not fit
 */
export function workerPoolOf(
  sets: readonly PodSet[],
  sizes: readonly NodeSize[],
  wanted: string,
): NodePoolPlan {
  const groups = sets.map(({ pods, cores, memory }) => ({
    count: pods.value,
    size: [cores.value, memory.value],
  }));
  if (wanted !== 'auto') {
    const size = sizeNamed(sizes, wanted, 'plan.workerNodeSize');
    const pool = poolOf(size, sets, groups);
    if (pool === null) throw noSizeFits('plan.workerNodeSize', wanted, largestPod(groups));
    return pool;
  }
  const pool = cheapest(dedicated(sizes).map((size) => priced(size, poolOf(size, sets, groups))));
  if (pool === null) throw noSizeFits('plan.workerNodeSize', 'auto', largestPod(groups));
  return pool;
}

const priced = (size: NodeSize, pool: NodePoolPlan | null): PricedPool<NodePoolPlan> | null =>
  pool === null || size.monthlyPrice === null
    ? null
    : { pool, monthly: size.monthlyPrice.value * pool.nodes.value, nodes: pool.nodes.value };

function poolOf(size: NodeSize, sets: readonly PodSet[], groups: readonly ItemGroup[]): NodePoolPlan | null {
  const allocatable = allocatableOf('worker', size);
  const { cores, memory } = allocatable;
  const packed = packGroups(groups, [usable(cores.value, groups, 0), usable(memory.value, groups, 1)]);
  if (packed === null) return null;
  const pods = Object.fromEntries(sets.map(({ name, pods: count }) => [name.replaceAll('-', '_'), count]));
  const filled = computed(
    { id: 'layout.worker.packed', title: 'nodes that the pods fill', unit: 'node' },
    'first fit of all pods, greediest first, by the CPU and memory that they ask for; of each node half of the largest pod stays free',
    { cores, memory, ...pods },
    packed.bins,
  );
  return {
    size,
    allocatable,
    spare: SPARE,
    nodes: derive(
      { id: 'layout.worker.nodes', title: 'worker nodes', unit: 'node' },
      'max(filled + spare, least)',
      { filled, spare: SPARE, least: LEAST },
    ),
  };
}

/**
 * What of a node the scheduler comes to fill. It spreads pods as they come and moves none afterwards, so that a node is left with
 * anything from nothing to just less than the largest pod asks for: half of that in the mean. An empty node takes any pod that
 * fits it.
 */
function usable(capacity: number, groups: readonly ItemGroup[], resource: 0 | 1): number {
  const largest = Math.max(
    0,
    ...groups.filter(({ count }) => count > 0).map(({ size }) => size[resource] ?? 0),
  );
  return largest > capacity ? capacity : Math.max(largest, capacity - largest / 2);
}

const largestPod = (groups: readonly ItemGroup[]): string => {
  const most = (resource: 0 | 1): number => Math.max(...groups.map(({ size }) => size[resource] ?? 0));
  return `pods of ${most(0)} cores and ${(most(1) / 2 ** 30).toFixed(1)} GiB`;
};
