import Big from 'big.js';
import { ExitCode, GomeetError } from '../errors.ts';
import type { PlanDocument, Resource } from '../planning/plan.ts';
import type { Bill } from './bill.ts';
import { billOf } from './bill-of.ts';
import { type BillablePlan, billablePlan, lineOf } from './bill-plan.ts';
import type { Schedule } from './bill-schedule.ts';
import type { Currency } from './catalogue.ts';
import type { Catalogue, CatalogueRow } from './catalogue-lookup.ts';
import { convertMoney } from './exchange.ts';
import { HOURS_PER_MONTH, thingPriced } from './month.ts';

/** What the machines and the traffic of a plan cost at one provider; nothing else has a price everywhere. */
export interface SelfHostedCost {
  readonly provider: string;
  readonly title: string;
  readonly bill: Bill;
  /** Why the figure is weaker than that of the plan's own provider. */
  readonly notes: readonly string[];
}

interface ElsewhereOptions {
  readonly schedule: Schedule;
  /** That of the provider's prices when not given. */
  readonly currency?: Currency | undefined;
}

/**
 * The machines and the traffic of a plan at one provider. At the plan's own, its own machines; elsewhere those with the cheapest core
 * that carry the largest meeting within the plan's targets, and as many as have the same cores and memory where the catalogue has none
 * that large, as if a larger machine cost as much a core. Nothing was measured there.
 *
 * @throws GomeetError (usage) for a provider whose traffic the catalogue does not price
 */
export function billElsewhere(
  plan: PlanDocument,
  provider: string,
  catalogue: Catalogue,
  { schedule, currency }: ElsewhereOptions,
): SelfHostedCost {
  const found = hostsOf(catalogue).find(({ id }) => id === provider);
  if (found === undefined) throw unknownHost(provider, catalogue);
  const { subject, notes } =
    provider === plan.choices.provider
      ? { subject: machinesAndTraffic(plan), notes: [] }
      : movedTo(plan, provider, catalogue);
  const bill = billOf(subject, catalogue, { schedule, ...(currency === undefined ? {} : { currency }) });
  return { provider, title: found.title, bill, notes };
}

/** The same at every provider of the catalogue. */
export const compareProviders = (
  plan: PlanDocument,
  catalogue: Catalogue,
  options: ElsewhereOptions,
): readonly SelfHostedCost[] =>
  hostsOf(catalogue).map(({ id }) => billElsewhere(plan, id, catalogue, options));

/** Whoever sells machines or traffic to run it on, unlike those who sell meetings. */
const hostsOf = (catalogue: Catalogue): Catalogue['providers'] =>
  catalogue.providers.filter(({ id }) => catalogue.rowsOf(id, 'egress').length > 0);

function unknownHost(provider: string, catalogue: Catalogue): GomeetError {
  const accepted = hostsOf(catalogue).map(({ id }) => id);
  return new GomeetError(
    `--provider ${provider}: the catalogue has no machines of it; accepted: ${accepted.join(', ')}`,
    {
      exitCode: ExitCode.usage,
      code: 'unknown-provider',
      hint: 'gomeet cost --compare',
    },
  );
}

/** Those resources of a plan that every provider sells. */
function machinesAndTraffic(document: PlanDocument): BillablePlan {
  const plan = billablePlan(document);
  return { ...plan, resources: plan.resources.filter(({ kind }) => kind === 'node' || kind === 'egress') };
}

function movedTo(document: PlanDocument, provider: string, catalogue: Catalogue) {
  const plan = machinesAndTraffic(document);
  const machine = cheapestCore(catalogue, provider, (row) => meetingsOn(document, row) >= 1);
  const region = machine?.region ?? catalogue.rowsOf(provider, 'egress')[0]?.region ?? '';
  const counts = new Map<string, number>();
  const resources = plan.resources.map((resource): Resource => {
    if (resource.kind !== 'node') return { ...resource, sku: null };
    const count = machine === null ? 0 : equivalents(document, plan, resource, machine);
    counts.set(`moved.${resource.id}`, count);
    return { ...resource, sku: machine?.sku ?? null, quantity: `moved.${resource.id}` };
  });
  const subject: BillablePlan = {
    ...plan,
    choices: { ...plan.choices, provider, region },
    resources,
    line: (id) => {
      const value = counts.get(id);
      return value === undefined ? plan.line(id) : { value, unit: 'node', basis: 'assumed' };
    },
  };
  return { subject, notes: notesOn(document, machine, provider, catalogue) };
}

/** Meetings of the largest size that a machine carries within the plan's targets, its network left aside. */
function meetingsOn({ lines, choices }: PlanDocument, { attributes }: CatalogueRow): number {
  const { vcpus, memoryMiB } = attributes;
  const [cores, bytes] = [lines['media.meeting.cpu']?.value, lines['media.meeting.memory']?.value];
  if (typeof vcpus !== 'number' || cores === undefined || bytes === undefined) return 0;
  const byCores = (vcpus * choices.targets.cpu) / cores;
  const byMemory =
    typeof memoryMiB === 'number' ? (memoryMiB * 2 ** 20 * choices.targets.memory) / bytes : byCores;
  return Math.floor(Math.min(byCores, byMemory));
}

/** Media machines for as many meetings as the plan's own carry; others with as many cores and as much memory. */
function equivalents(
  document: PlanDocument,
  plan: BillablePlan,
  resource: Resource,
  machine: CatalogueRow,
): number {
  const pool = document.pools.find(({ size, id }) => size === resource.sku && resource.id.startsWith(id));
  const own = pool ?? document.pools.find(({ size }) => size === resource.sku);
  const nodes = lineOf(plan, resource, 'quantity')?.value ?? 0;
  const { vcpus, memoryMiB } = machine.attributes;
  if (own === undefined || typeof vcpus !== 'number') return nodes;
  const meetings = meetingsOn(document, machine);
  if (resource.part === 'media' && meetings >= 1)
    return Math.ceil((nodes * document.media.meetingsPerNode) / meetings);
  const byCores = (nodes * own.cores) / vcpus;
  const byMemory = typeof memoryMiB === 'number' ? (nodes * own.memoryBytes) / (memoryMiB * 2 ** 20) : 0;
  return Math.ceil(Math.max(byCores, byMemory));
}

/** The machine with the cheapest core among those wanted, or among all where none is; null where none has a price. */
function cheapestCore(
  catalogue: Catalogue,
  provider: string,
  isWanted: (row: CatalogueRow) => boolean,
): CatalogueRow | null {
  const priced = catalogue
    .rowsOf(provider, 'node')
    .flatMap((row) => {
      const { vcpus } = row.attributes;
      if (row.price === null || typeof vcpus !== 'number') return [];
      const hours = thingPriced(row.per).period === 'h' ? HOURS_PER_MONTH : 1;
      const month = convertMoney(new Big(row.price).times(hours), row.currency, 'USD', catalogue.rates);
      return [{ row, perCore: month.div(vcpus) }];
    })
    .sort((a, b) => a.perCore.cmp(b.perCore))
    .map(({ row }) => row);
  return priced.find(isWanted) ?? priced[0] ?? null;
}

function notesOn(
  document: PlanDocument,
  machine: CatalogueRow | null,
  provider: string,
  catalogue: Catalogue,
): readonly string[] {
  if (machine === null) return ['the catalogue has no machine with a price: traffic alone'];
  const isNetworkKnown = typeof machine.attributes.networkGbps === 'number';
  const traffic = catalogue.rowsOf(provider, 'egress')[0]?.note ?? null;
  const people = document.lines['demand.largest-meeting']?.value ?? 0;
  return [
    ...(meetingsOn(document, machine) >= 1
      ? []
      : [
          `${machine.sku} carries no meeting of ${people}, and the catalogue has no larger machine with a price: counted by cores, as if larger ones cost as much a core`,
        ]),
    ...(isNetworkKnown ? [] : [`network limit of ${machine.sku} not known: it may take more of them`]),
    ...(traffic === null ? [] : [traffic]),
  ];
}
