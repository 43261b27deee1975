import { workloadOf } from './api-capacity.ts';
import type { PlanParts } from './build-plan.ts';
import type { NodePool, PlanDocument, Resource, Workload } from './plan.ts';
import type { PlanInputs } from './plan-inputs.ts';
import { lineOf } from './plan-lines.ts';
import { warningsOf } from './plan-warnings.ts';
import type { Quantity } from './quantity.ts';
import type { NodePoolPlan } from './worker-pool.ts';

/** The plan as others read it: `plan.json`. */
export function documentOf(
  { event, choices, calibration }: PlanInputs,
  parts: PlanParts,
  resources: readonly Resource[],
  totals: Readonly<Record<string, Quantity>>,
  quantities: ReadonlyMap<string, Quantity>,
): PlanDocument {
  const { capacity } = parts.media;
  return {
    schema: 'gomeet.plan/v1',
    name: event.name,
    event,
    choices,
    calibration,
    media: {
      meetingsPerNode: capacity.meetingsPerNode.value,
      limitedBy: capacity.limitedBy,
      largestMeetingShareOfNode: capacity.largestShare.value,
    },
    pools: poolsOf(parts),
    workloads: workloadsOf(parts),
    resources: [...resources],
    totals: Object.fromEntries(Object.entries(totals).map(([name, { id }]) => [name, id])),
    lines: Object.fromEntries([...quantities].map(([id, quantity]) => [id, lineOf(quantity)])),
    warnings: [...warningsOf(parts)],
  };
}

function poolsOf({ media: { capacity, allocatable }, turn, worker }: PlanParts): NodePool[] {
  const media = { ...capacity, allocatable, spare: capacity.spareNodes };
  return [
    poolOf('media', 'one media server on each', media),
    ...(turn === null ? [] : [poolOf('turn', 'one TURN server on each', turn)]),
    poolOf('worker', 'API, edge, data and monitoring', worker),
  ];
}

const poolOf = (id: string, purpose: string, pool: NodePoolPlan): NodePool => ({
  id,
  purpose,
  size: pool.size.sku,
  cores: pool.size.cores.value,
  memoryBytes: pool.size.memory.value,
  networkBitsPerSecond: pool.size.network?.value ?? null,
  nodes: pool.nodes.value,
  spareNodes: pool.spare.value,
  allocatableCores: pool.allocatable.cores.value,
  allocatableMemoryBytes: pool.allocatable.memory.value,
});

function workloadsOf({ media, turn, platform, monitoring }: PlanParts): Workload[] {
  const { capacity, allocatable } = media;
  return [
    wholeNode('livekit', 'media', { ...capacity, allocatable, spare: capacity.spareNodes }),
    ...(turn === null ? [] : [wholeNode('turn', 'turn', turn)]),
    ...[...platform.podSets, ...monitoring.sets].map(workloadOf),
  ];
}

/** A pod that has its node to itself asks for all that Kubernetes leaves of it, rounded down so that it still fits. */
const wholeNode = (name: string, pool: string, { nodes, allocatable }: NodePoolPlan): Workload => ({
  name,
  pool,
  replicas: nodes.value,
  maximumReplicas: null,
  cpuMillicores: Math.floor(allocatable.cores.value * 10) * 100,
  memoryBytes: Math.floor(allocatable.memory.value / 2 ** 20) * 2 ** 20,
  onePerNode: true,
  isStateful: false,
});
