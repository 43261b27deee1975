import type { PlanDocument } from './plan.ts';

/** Something that differs between two plans; null where one of them does not have it. */
export interface PlanChange<Value> {
  readonly id: string;
  readonly title: string;
  readonly before: Value | null;
  readonly after: Value | null;
}

interface Measure {
  readonly value: number;
  readonly unit: string;
}

export interface PlanDiff {
  readonly totals: readonly PlanChange<Measure>[];
  /** Machines, as `55 × c-48-intel, 48 cores, 96 GiB`. */
  readonly pools: readonly PlanChange<string>[];
  /** Pods, as `8 × 4 cores, 8 GiB`. */
  readonly workloads: readonly PlanChange<string>[];
  readonly resources: readonly PlanChange<Measure>[];
  readonly lines: readonly PlanChange<Measure>[];
}

/** What is different in `after`; of an equal plan every list is empty. */
export function diffPlans(before: PlanDocument, after: PlanDocument): PlanDiff {
  return {
    totals: changes(totalsOf(before), totalsOf(after), sameMeasure),
    pools: changes(poolsOf(before), poolsOf(after), Object.is),
    workloads: changes(workloadsOf(before), workloadsOf(after), Object.is),
    resources: changes(resourcesOf(before), resourcesOf(after), sameMeasure),
    lines: changes(linesOf(before), linesOf(after), sameMeasure),
  };
}

type Named<Value> = ReadonlyMap<string, { readonly title: string; readonly value: Value }>;

function changes<Value>(
  before: Named<Value>,
  after: Named<Value>,
  isSame: (one: Value, other: Value) => boolean,
): PlanChange<Value>[] {
  const ids = new Set([...before.keys(), ...after.keys()]);
  return [...ids].flatMap((id) => {
    const [old, young] = [before.get(id), after.get(id)];
    if (old !== undefined && young !== undefined && isSame(old.value, young.value)) return [];
    return [
      {
        id,
        title: (young ?? old)?.title ?? id,
        before: old?.value ?? null,
        after: young?.value ?? null,
      },
    ];
  });
}

const sameMeasure = (one: Measure, other: Measure): boolean =>
  one.value === other.value && one.unit === other.unit;

const measure = ({ lines }: PlanDocument, id: string): Measure => ({
  value: lines[id]?.value ?? Number.NaN,
  unit: lines[id]?.unit ?? '',
});

const linesOf = ({ lines }: PlanDocument): Named<Measure> =>
  new Map(
    Object.entries(lines).map(([id, { title, value, unit }]) => [id, { title, value: { value, unit } }]),
  );

const totalsOf = (plan: PlanDocument): Named<Measure> =>
  new Map(
    Object.entries(plan.totals).map(([name, id]) => [
      name,
      { title: plan.lines[id]?.title ?? name, value: measure(plan, id) },
    ]),
  );

const resourcesOf = (plan: PlanDocument): Named<Measure> =>
  new Map(plan.resources.map(({ id, title, quantity }) => [id, { title, value: measure(plan, quantity) }]));

const gibibytes = (bytes: number): string => `${Number((bytes / 2 ** 30).toFixed(1))} GiB`;

const poolsOf = ({ pools }: PlanDocument): Named<string> =>
  new Map(
    pools.map(({ id, purpose, nodes, size, cores, memoryBytes }) => [
      id,
      { title: purpose, value: `${nodes} × ${size}, ${cores} cores, ${gibibytes(memoryBytes)}` },
    ]),
  );

const workloadsOf = ({ workloads }: PlanDocument): Named<string> =>
  new Map(
    workloads.map(({ name, pool, replicas, maximumReplicas, cpuMillicores, memoryBytes }) => {
      const most = maximumReplicas === null ? '' : ` to ${maximumReplicas}`;
      const each = `${cpuMillicores / 1000} cores, ${gibibytes(memoryBytes)}`;
      return [name, { title: `pods on ${pool} nodes`, value: `${replicas}${most} × ${each}` }];
    }),
  );
