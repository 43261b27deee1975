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
import { servicePods } from './platform-services.ts';
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
  return new BuiltPlan(inputs, partsOf(inputs));
}

/**
 * A class, not an object with getters: V8 makes a hidden class for each such object, which keeps a whole plan alive until the next full
 * collection. Ten thousand draws took twice as long.
 */
class BuiltPlan implements PlanResult {
  readonly event: PlanInputs['event'];
  readonly choices: PlanInputs['choices'];
  readonly resources: PlanResult['resources'];
  readonly #inputs: PlanInputs;
  readonly #parts: PlanParts;
  readonly #totals: Readonly<Record<string, Quantity>>;
  /** What a bill and the headline ask for: found without gathering everything. */
  readonly #charged: ReadonlyMap<string, Quantity>;
  #quantities: ReadonlyMap<string, Quantity> | undefined;
  #document: PlanResult['document'] | undefined;

  constructor(inputs: PlanInputs, parts: PlanParts) {
    const drafts = resourcesOf(parts);
    this.event = inputs.event;
    this.choices = inputs.choices;
    this.resources = drafts.map(resourceOf);
    this.#inputs = inputs;
    this.#parts = parts;
    this.#totals = totalsOf(parts);
    const charged = namedQuantities(drafts, Object.values(this.#totals));
    this.#charged = new Map(charged.map((each) => [each.id, each]));
  }

  line(id: string): Quantity | undefined {
    return this.#charged.get(id) ?? this.quantities.get(id);
  }

  get quantities(): ReadonlyMap<string, Quantity> {
    this.#quantities ??= quantitiesOf([...this.#charged.values(), ...rootsOf(this.#parts)]);
    return this.#quantities;
  }

  get document(): PlanResult['document'] {
    this.#document ??= documentOf(this.#inputs, this.#parts, this.resources, this.#totals, this.quantities);
    return this.#document;
  }
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
  const isManaged = choices.database === 'managed';
  const pods = [...platform.podSets, ...monitoring.sets, ...servicePods(isManaged)];
  const worker = workerPoolOf(pods, sizes, choices.workerNodeSize);
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
