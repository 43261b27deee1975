import Big from 'big.js';
import type { Resource } from '../planning/plan.ts';
import type { Basis } from '../planning/quantity.ts';
import type { Currency } from './catalogue.ts';
import type { CatalogueRow } from './catalogue-lookup.ts';

export type Part = Resource['part'];

/** One line of a bill: `quantity × unitPrice`, rounded to the cent. */
export interface BillLine {
  /** The resource's id; a stretch of a tier is `egress.2`. */
  readonly id: string;
  readonly part: Part;
  readonly kind: Resource['kind'];
  readonly title: string;
  readonly quantity: Big;
  readonly unit: string;
  /** In the bill's currency; null where the price is not known. */
  readonly unitPrice: Big | null;
  readonly amount: Big | null;
  /** Currency of the list price, when it is not the bill's. */
  readonly listCurrency: Currency;
  readonly row: CatalogueRow | null;
  readonly basis: Basis;
  /** What a reader has to know to see why: the hours charged, the allowance taken off. */
  readonly note: string | null;
}

/** What a plan costs a month. */
export interface Bill {
  readonly provider: string;
  readonly region: string;
  readonly schedule: 'always-on' | 'elastic';
  readonly currency: Currency;
  readonly lines: readonly BillLine[];
  /** The sum of the lines' amounts, which are rounded already: it equals its parts to the cent. */
  readonly monthlyTotal: Big;
  /** A price is missing: the total is what it costs at least. */
  readonly isAtLeast: boolean;
  readonly warnings: readonly string[];
}

/** Money to the cent, half away from zero. */
export const toCents = (amount: Big): Big => amount.round(2, Big.roundHalfUp);

/** Money as documents carry it: `197162.48`. */
export const asDecimal = (amount: Big): string => amount.toFixed(2);

export function sumOf(amounts: readonly (Big | null)[]): Big {
  return amounts.reduce<Big>((total, amount) => (amount === null ? total : total.plus(amount)), new Big(0));
}

/** What each part of the platform costs, dearest first. */
export function totalByPart(bill: Pick<Bill, 'lines'>): readonly { part: Part; amount: Big }[] {
  const totals = new Map<Part, Big>();
  for (const { part, amount } of bill.lines)
    totals.set(part, (totals.get(part) ?? new Big(0)).plus(amount ?? 0));
  return [...totals].map(([part, amount]) => ({ part, amount })).sort((a, b) => b.amount.cmp(a.amount));
}
