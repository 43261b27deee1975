import Big from 'big.js';
import type { PlanDocument, Resource } from '../planning/plan.ts';
import { type Bill, type BillLine, sumOf, toCents } from './bill.ts';
import { asEgress, includedTraffic, type PaidMachines, together } from './bill-allowance.ts';
import { type ListedLine, linesOf, type Use } from './bill-lines.ts';
import { type BillablePlan, billablePlan, lineOf } from './bill-plan.ts';
import { type Prices, rowFor } from './bill-rows.ts';
import { hoursOf, type Schedule } from './bill-schedule.ts';
import { isStock, stockLines } from './bill-stock.ts';
import type { Currency } from './catalogue.ts';
import { exchangeRate } from './exchange.ts';
import { thingPriced } from './month.ts';
import { isDataUnit } from './usage.ts';

export interface BillOptions {
  /** Another schedule than the plan's: media nodes for the whole month, or for the hours of load and their drain. */
  readonly schedule?: Schedule;
  /** Currency of the bill; that of the price list when not given. */
  readonly currency?: Currency;
}

/**
 * What a plan costs a month. Each line is rounded to the cent and the total is their sum. A price that the catalogue does not
 * have leaves its line without an amount and the total as "at least": unknown is never zero.
 *
 * @throws GomeetError (usage) for a resource that names no line of the plan, or a currency without a rate
 */
export function billOf(
  planned: PlanDocument | BillablePlan,
  prices: Prices,
  options: BillOptions = {},
): Bill {
  const plan = billablePlan(planned);
  const schedule = options.schedule ?? plan.choices.schedule;
  const paid = plan.resources.map((resource) => paidFor(plan, resource, prices, schedule));
  const listed = [
    ...paid
      .filter(({ use }) => use.resource.kind !== 'egress')
      .flatMap(({ use, row }) => (isStock(use, row) ? stockLines(use, row, prices) : linesOf(use, row))),
    ...egressLines(paid),
  ];
  const currency = options.currency ?? listed.find(({ row }) => row !== null)?.row?.currency ?? 'USD';
  const lines = listed.map((line) => inCurrency(line, currency, prices));
  return {
    provider: plan.choices.provider,
    region: plan.choices.region,
    schedule,
    currency,
    lines,
    monthlyTotal: sumOf(lines.map(({ amount }) => amount)),
    isAtLeast: lines.some(({ amount }) => amount === null),
    warnings: lines
      .filter(({ amount }) => amount === null)
      .map(
        ({ id, note, row }) =>
          `${id}: its price is not known (${row?.note ?? note}); the total is what it costs at least`,
      ),
  };
}

function paidFor(plan: BillablePlan, resource: Resource, prices: Prices, schedule: Schedule): PaidMachines {
  const quantity = lineOf(plan, resource, 'quantity') ?? { value: 0, unit: '1', basis: 'given' as const };
  const row = rowFor(prices, {
    provider: plan.choices.provider,
    region: plan.choices.region,
    kind: resource.kind,
    sku: resource.sku,
    minimumMemoryBytes: lineOf(plan, resource, 'minimumMemory')?.value ?? 0,
  });
  const use: Use = {
    resource,
    amount: new Big(quantity.value),
    // The bill is for a month: a plan's GiB a month are GiB on it.
    unit: quantity.unit.replace(/\/month$/, ''),
    hours: hoursOf(plan, resource, schedule)?.value ?? null,
    basis: quantity.basis,
  };
  return { use, row };
}

/** Traffic of one price is added up first, because the machines' allowance and the tiers hold for all of it. */
function egressLines(paid: readonly PaidMachines[]): readonly ListedLine[] {
  const traffic = paid.filter(({ use }) => use.resource.kind === 'egress');
  return [...new Set(traffic.map(({ row }) => row))].flatMap((row) => {
    const use = together(traffic.filter((other) => other.row === row).map((other) => other.use));
    if (use === null) return [];
    const { thing } = row === null ? { thing: use.unit } : thingPriced(row.per);
    const included = isDataUnit(thing) ? includedTraffic(paid, row, thing) : new Big(0);
    return linesOf(use, row, included).map(asEgress);
  });
}

function inCurrency(line: ListedLine, currency: Currency, prices: Prices): BillLine {
  const listCurrency = line.row?.currency ?? currency;
  const unitPrice =
    listCurrency === currency || line.unitPrice === null
      ? line.unitPrice
      : line.unitPrice.times(exchangeRate(prices.rates, listCurrency, currency));
  const { resource, ...kept } = line;
  return {
    ...kept,
    part: resource.part,
    kind: resource.kind,
    unitPrice,
    amount: unitPrice === null ? null : toCents(unitPrice.times(line.quantity)),
    listCurrency,
  };
}
