import Big from 'big.js';
import { toCents } from './bill.ts';

/** One month of a business, in USD to the cent. Month 0 is the day of the setup. */
export interface CashFlowMonth {
  readonly month: number;
  readonly revenue: Big;
  readonly spend: Big;
  /** Revenue less spend; in month 0 the setup, negative. */
  readonly net: Big;
  /** Everything up to and with this month. */
  readonly cumulative: Big;
}

/** A number as money, to the cent. @throws RangeError for NaN and infinity, which are no amounts */
export function moneyOf(amount: number): Big {
  if (!Number.isFinite(amount)) throw new RangeError(`${amount} is no amount of money`);
  return toCents(new Big(amount));
}

/** The months in order after the setup; each is rounded first, so that the sum of the rows is the last row. */
export function cashFlowOf(
  setup: number,
  months: readonly { readonly revenue: number; readonly spend: number }[],
): readonly CashFlowMonth[] {
  const zero = new Big(0);
  let cumulative = zero.minus(moneyOf(setup));
  const rows: CashFlowMonth[] = [
    { month: 0, revenue: zero, spend: moneyOf(setup), net: cumulative, cumulative },
  ];
  for (const [index, each] of months.entries()) {
    const [revenue, spend] = [moneyOf(each.revenue), moneyOf(each.spend)];
    const net = revenue.minus(spend);
    cumulative = cumulative.plus(net);
    rows.push({ month: index + 1, revenue, spend, net, cumulative });
  }
  return rows;
}

/** The first month after which everything spent has been earned back for good or for now; null: not within the rows. */
export function breakEvenMonth(rows: readonly CashFlowMonth[]): number | null {
  return rows.find(({ month, cumulative }) => month > 0 && cumulative.gte(0))?.month ?? null;
}

/** Sums of months `from` to `to`, both included. */
export function totalsOf(
  rows: readonly CashFlowMonth[],
  from: number,
  to: number,
): { readonly revenue: Big; readonly spend: Big; readonly net: Big } {
  const chosen = rows.filter(({ month }) => month >= from && month <= to);
  const total = (pick: (row: CashFlowMonth) => Big): Big =>
    chosen.reduce((subtotal, row) => subtotal.plus(pick(row)), new Big(0));
  return {
    revenue: total(({ revenue }) => revenue),
    spend: total(({ spend }) => spend),
    net: total(({ net }) => net),
  };
}
