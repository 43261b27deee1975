import { type Allocatable, allocatableOf } from './allocatable.ts';
import type { EdgePrior } from './edge-prior.ts';
import type { TurnLoad } from './edge-turn.ts';
import { cheapest, dedicated, noSizeFits, sizeNamed } from './node-choice.ts';
import type { NodeSize } from './node-size.ts';
import { derive, type Quantity } from './quantity.ts';
import type { Targets } from './targets.ts';
import type { NodePoolPlan } from './worker-pool.ts';

/**
 * TURN gets nodes of its own, one server on each: what it passes on fills network cards before anything else. Of the sizes whose
 * network limit is known, the cheapest that does; none where nobody needs TURN.
 *
 * @param wanted a size that has been chosen before, or auto
 * @throws GomeetError (usage) where no size has both a price and a network limit
 */
export function turnPoolOf(
  load: TurnLoad,
  sizes: readonly NodeSize[],
  prior: EdgePrior,
  targets: Targets,
  wanted: string,
): NodePoolPlan | null {
  if (load.relayed.value === 0) return null;
  const offered = wanted === 'auto' ? dedicated(sizes) : [sizeNamed(sizes, wanted, 'plan.turnNodeSize')];
  const pool = cheapest(
    offered.map((size) => {
      const candidate = poolOf(load, size, prior, targets);
      if (candidate === null) return null;
      const nodes = candidate.nodes.value;
      return { pool: candidate, monthly: (size.monthlyPrice?.value ?? 0) * nodes, nodes };
    }),
  );
  if (pool === null) throw noSizeFits('plan.turnNodeSize', 'auto', 'TURN: its network limit has to be known');
  return pool;
}

function poolOf(
  load: TurnLoad,
  size: NodeSize,
  { spareTurnNodes: spare }: EdgePrior,
  targets: Targets,
): NodePoolPlan | null {
  const { network, monthlyPrice } = size;
  const allocatable = allocatableOf('turn', size);
  if (network === null || monthlyPrice === null || allocatable.cores.value <= 0) return null;
  return { size, allocatable, spare, nodes: nodesOf(load, network, allocatable, spare, targets) };
}

function nodesOf(
  { relayed, busyCores, memory }: TurnLoad,
  network: Quantity<'bit/s/node'>,
  allocatable: Allocatable,
  spare: Quantity<'node'>,
  { cpu, network: share }: Targets,
): Quantity<'node'> {
  return derive(
    { id: 'layout.turn.nodes', title: 'TURN nodes', unit: 'node' },
    'ceil(max(relayed / (network * share), busyCores / (cores * cpu), memory / nodeMemory)) + spare',
    {
      relayed,
      network,
      share,
      busyCores,
      cores: allocatable.cores,
      cpu,
      memory,
      nodeMemory: allocatable.memory,
      spare,
    },
  );
}
