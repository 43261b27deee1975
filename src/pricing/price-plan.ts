import type { Context } from '../context.ts';
import type { Event } from '../planning/event.ts';
import type { PlanDocument } from '../planning/plan.ts';
import type { Bill } from './bill.ts';
import { type Lever, leversOf } from './bill-levers.ts';
import { billOf } from './bill-of.ts';
import { modeOf } from './bill-plan.ts';
import type { Schedule } from './bill-schedule.ts';
import { monthlyUseOf, type UnitCosts, unitCostsOf } from './bill-unit-costs.ts';
import type { Currency } from './catalogue.ts';
import type { Catalogue, CatalogueRow } from './catalogue-lookup.ts';
import { catalogueWarnings } from './catalogue-warnings.ts';
import { type Comparison, compareCosts } from './compare-costs.ts';
import { billElsewhere } from './compare-providers.ts';
import { planToPrice } from './plan-to-price.ts';
import { readCatalogue } from './read-catalogue.ts';
import { type Variant, variantsOf } from './variants.ts';

export interface PriceOptions {
  /** A plan.json; without it the plan of gomeet.yaml. */
  readonly file?: string | undefined;
  /** Another provider than the plan's own: its machines and traffic, as far as prices are known. */
  readonly provider?: string | undefined;
  readonly schedule?: Schedule | undefined;
  readonly currency?: Currency | undefined;
  readonly compare?: boolean | undefined;
  readonly maxAgeDays?: number | undefined;
}

export interface PricedPlan {
  readonly plan: PlanDocument;
  readonly catalogue: Catalogue;
  /** Who meets when, in words. */
  readonly description: string;
  readonly bill: Bill;
  readonly unitCosts: UnitCosts;
  readonly variants: readonly Variant[];
  readonly levers: readonly Lever[];
  readonly comparison: Comparison | null;
  readonly warnings: readonly string[];
}

/** Makes or reads a plan and prices it. @throws GomeetError (usage) for input that cannot be priced */
export async function pricePlan(
  ctx: Pick<Context, 'cwd' | 'projectRoot' | 'config' | 'now'>,
  options: PriceOptions,
): Promise<PricedPlan> {
  const { file, provider, compare } = options;
  const { plan, catalogue } = await planToPrice(ctx, file, (own) =>
    readCatalogue(ctx.projectRoot, compare || (provider !== undefined && provider !== own) ? undefined : own),
  );
  const { bill, notes, at } = billed(plan, catalogue, options);
  const comparison = compare
    ? compareCosts(plan, catalogue, { schedule: bill.schedule, currency: bill.currency })
    : null;
  const today = new Date(ctx.now()).toISOString().slice(0, 'YYYY-MM-DD'.length);
  return {
    plan,
    catalogue,
    description: eventText(plan.event),
    bill,
    unitCosts: unitCostsOf(bill, monthlyUseOf(plan.event)),
    variants: variantsOf(at('always-on'), at('elastic'), catalogue),
    levers: leversOf(bill),
    comparison,
    warnings: [
      ...bill.warnings,
      ...notes,
      ...catalogueWarnings(rowsUsed(bill, comparison), today, options.maxAgeDays),
    ],
  };
}

/** The bill that is asked for, and the same under either schedule. */
function billed(plan: PlanDocument, catalogue: Catalogue, { provider, schedule, currency }: PriceOptions) {
  const own = plan.choices.provider;
  const wanted = schedule ?? plan.choices.schedule;
  if (provider === undefined || provider === own) {
    const at = (when: Schedule): Bill =>
      billOf(plan, catalogue, { schedule: when, ...(currency === undefined ? {} : { currency }) });
    return { bill: at(wanted), notes: [], at };
  }
  const elsewhere = (when: Schedule) =>
    billElsewhere(plan, provider, catalogue, { schedule: when, currency });
  const { bill, notes } = elsewhere(wanted);
  const scope = `${provider}: machines and traffic alone, as many cores and as much memory as the plan has at ${own}; nothing was measured there`;
  return { bill, notes: [scope, ...notes], at: (when: Schedule): Bill => elsewhere(when).bill };
}

function rowsUsed(bill: Bill, comparison: Comparison | null): readonly CatalogueRow[] {
  const bills = [bill, ...(comparison?.selfHosted.map((other) => other.bill) ?? [])];
  const services = comparison?.managed.flatMap(({ offer }) => [offer.base, ...offer.meters]) ?? [];
  return [...bills.flatMap(({ lines }) => lines.map(({ row }) => row)), ...services].filter(
    (row) => row !== null,
  );
}

/** `100 meetings × 500 people, 8 h on 22 days a month`; of many sizes the number of meetings and of people. */
function eventText({ meetings, calendar }: Event): string {
  const [first, ...others] = meetings;
  const count = (n: number): string => n.toLocaleString('en-US');
  const use = monthlyUseOf({ meetings, calendar } as Event);
  const who =
    first !== undefined && others.length === 0
      ? `${count(first.count)} ${first.count === 1 ? 'meeting' : 'meetings'} × ${count(first.participants)} people`
      : `${count(meetings.reduce((sum, group) => sum + group.count, 0))} meetings, ${count(use.participants)} people`;
  return `${who}, ${modeOf(calendar.hoursPerDay)} h on ${modeOf(calendar.daysPerMonth)} days a month`;
}
