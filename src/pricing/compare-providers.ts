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
 * The machines and the traffic of a plan at one provider. At the plan's own, its own machines; elsewhere as many of the machine
 * with the cheapest core as have the same cores and memory, because nothing was measured there.
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
  const machine = cheapestCore(catalogue, provider);
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
  return { subject, notes: notesOn(machine, provider, catalogue) };
}

/** Machines with as many cores and as much memory as the plan's own. */
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
  const byCores = (nodes * own.cores) / vcpus;
  const byMemory = typeof memoryMiB === 'number' ? (nodes * own.memoryBytes) / (memoryMiB * 2 ** 20) : 0;
  return Math.ceil(Math.max(byCores, byMemory));
}

function cheapestCore(catalogue: Catalogue, provider: string): CatalogueRow | null {
  const priced = catalogue.rowsOf(provider, 'node').flatMap((row) => {
    const { vcpus } = row.attributes;
    if (row.price === null || typeof vcpus !== 'number') return [];
    const hours = thingPriced(row.per).period === 'h' ? HOURS_PER_MONTH : 1;
    const month = convertMoney(new Big(row.price).times(hours), row.currency, 'USD', catalogue.rates);
    return [{ row, perCore: month.div(vcpus) }];
  });
  return priced.sort((a, b) => a.perCore.cmp(b.perCore))[0]?.row ?? null;
}

function notesOn(machine: CatalogueRow | null, provider: string, catalogue: Catalogue): readonly string[] {
  if (machine === null) return ['the catalogue has no machine with a price: traffic alone'];
  const isNetworkKnown = typeof machine.attributes.networkGbps === 'number';
  const traffic = catalogue.rowsOf(provider, 'egress')[0]?.note ?? null;
  return [
    ...(isNetworkKnown ? [] : [`network limit of ${machine.sku} not known: it may take more of them`]),
    ...(traffic === null ? [] : [traffic]),
  ];
}
