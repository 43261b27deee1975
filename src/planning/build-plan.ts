import { ASSUMPTIONS } from './assumptions.ts';
import { runningHoursOf } from './calendar-hours.ts';
import { type Demand, demandOf } from './demand.ts';
import { mediaPoolOf } from './media-pool.ts';
import type { MonitoringCapacity } from './monitoring-capacity.ts';
import { documentOf } from './plan-document.ts';
import type { PlanInputs, PlanResult } from './plan-inputs.ts';
import { quantitiesOf } from './plan-lines.ts';
import { type Charged, type ResourceDraft, resourceOf, resourcesOf } from './plan-resources.ts';
import { totalsOf } from './plan-totals.ts';
import { monitoringCapacityOf, platformCapacityOf } from './platform-capacity.ts';
import type { Quantity } from './quantity.ts';
import { storageOf } from './storage-volumes.ts';
import { targetsOf } from './targets.ts';
import { type Traffic, trafficOf } from './traffic.ts';
import { turnPoolOf } from './turn-pool.ts';
import { workerPoolOf } from './worker-pool.ts';

/** Every part of a plan, as quantities; the document is made from them. */
export interface PlanParts extends Charged {
  readonly demand: Demand;
  readonly traffic: Traffic;
  readonly monitoring: MonitoringCapacity;
}

/**
 * From an event to machines: demand, traffic, capacity and packing, in one pass and without I/O.
 *
 * @throws GomeetError (usage) where a meeting fits no node, a size is unknown or none on offer does
 */
export function buildPlan(inputs: PlanInputs): PlanResult {
  const parts = partsOf(inputs);
  const drafts = resourcesOf(parts);
  const resources = drafts.map(resourceOf);
  const totals = totalsOf(parts);
  const charged = new Map(namedQuantities(drafts, Object.values(totals)).map((each) => [each.id, each]));
  let all: ReadonlyMap<string, Quantity> | undefined;
  const quantities = () => {
    all ??= quantitiesOf([...charged.values(), ...rootsOf(parts)]);
    return all;
  };
  let document: PlanResult['document'] | undefined;
  return {
    event: inputs.event,
    choices: inputs.choices,
    resources,
    line: (id) => charged.get(id) ?? quantities().get(id),
    get quantities() {
      return quantities();
    },
    get document() {
      document ??= documentOf(inputs, parts, resources, totals, quantities());
      return document;
    },
  };
}

function partsOf({
  event,
  choices,
  costs,
  apiCosts,
  sizes,
  assumptions = ASSUMPTIONS,
}: PlanInputs): PlanParts {
  const demand = demandOf(event);
  const traffic = trafficOf(event, demand);
  const targets = targetsOf(choices);
  const media = mediaPoolOf(traffic, costs, choices, sizes);
  const platform = platformCapacityOf(event, demand, traffic, apiCosts, choices, targets, assumptions);
  const turn = turnPoolOf(platform.turn, sizes, assumptions.edge, targets, choices.turnNodeSize);
  const nodes = [media.capacity.nodes, ...(turn === null ? [] : [turn.nodes])];
  const monitoring = monitoringCapacityOf(platform, nodes, assumptions);
  const worker = workerPoolOf([...platform.podSets, ...monitoring.sets], sizes, choices.workerNodeSize);
  const isManaged = choices.database === 'managed';
  return {
    choices,
    demand,
    traffic,
    media,
    platform,
    turn,
    monitoring,
    worker,
    storage: storageOf(monitoring, platform.postgres, platform.recording, assumptions.data, isManaged),
    hours: runningHoursOf(event, choices),
  };
}

const namedQuantities = (
  drafts: readonly ResourceDraft[],
  totals: readonly Quantity[],
): readonly Quantity[] => [
  ...totals,
  ...drafts.flatMap(({ quantity, hours, minimumMemory }) =>
    [quantity, hours, minimumMemory].filter((each) => each !== null && each !== undefined),
  ),
];

/** What a reader may ask for that no resource or total is made of. */
function rootsOf({ demand, traffic, media, platform, turn, worker }: PlanParts): readonly Quantity[] {
  const { capacity, allocatable } = media;
  const pools = [{ allocatable, size: capacity.size }, worker, ...(turn === null ? [] : [turn])];
  return [
    capacity.largestShare,
    ...Object.values(capacity.shares),
    capacity.joinStorm.share,
    ...pools.flatMap((pool) => [pool.allocatable.cores, pool.allocatable.memory]),
    ...pools.flatMap(({ size }) => (size.monthlyPrice === null ? [] : [size.monthlyPrice])),
    demand.participantHoursPerMonth,
    demand.meetingHoursPerMonth,
    traffic.month.payload.gibibytes,
    traffic.month.payload.gigabytes,
    traffic.month.wire.gigabytes,
    ...Object.values(traffic.peak),
    platform.postgres.connections,
    platform.postgres.storage,
    platform.redis.memory,
    ...platform.podSets.flatMap(({ pods, cores, memory }) => [pods, cores, memory]),
  ];
}
