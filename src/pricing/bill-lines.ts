import Big from 'big.js';
import type { Resource } from '../planning/plan.ts';
import { BASES, type Basis } from '../planning/quantity.ts';
import type { CatalogueRow } from './catalogue-lookup.ts';
import { periodsCharged, thingPriced } from './month.ts';
import { sliceByTier } from './tier-price.ts';
import { inPricingUnit } from './usage.ts';

/** What a month uses of one resource, before it has a price. */
export interface Use {
  readonly resource: Resource;
  /** In the plan's own unit: nodes, GiB. */
  readonly amount: Big;
  readonly unit: string;
  readonly hours: number | null;
  readonly basis: Basis;
}

/** A line in the currency of its price list, not rounded. */
export interface ListedLine {
  readonly id: string;
  readonly resource: Resource;
  readonly title: string;
  readonly quantity: Big;
  readonly unit: string;
  readonly unitPrice: Big | null;
  readonly row: CatalogueRow | null;
  readonly basis: Basis;
  readonly note: string | null;
}

/** Things that are counted: a plan's node is a price list's instance. */
const COUNTED = ['1', 'node', 'instance', 'pod', 'cluster'];

/**
 * Prices a use by its row: what the row includes is taken off, the rest is cut by tiers. One line for each tier; a use of nothing
 * still has its line, so that a reader sees that it costs nothing.
 */
export function linesOf(use: Use, row: CatalogueRow | null, included = new Big(0)): readonly ListedLine[] {
  const { resource, basis } = use;
  const line = {
    id: resource.id,
    resource,
    title: resource.title,
    row,
    basis,
    note: noteOf(use, row, included),
  };
  if (row === null) return [{ ...line, quantity: use.amount, unit: use.unit, unitPrice: null }];
  const { thing, period } = thingPriced(row.per);
  const unit = period === null ? thing : `${thing}*${period}`;
  const amount =
    COUNTED.includes(thing) && COUNTED.includes(use.unit)
      ? use.amount
      : inPricingUnit({ value: use.amount, unit: use.unit }, thing);
  const over = amount.gt(included) ? amount.minus(included) : new Big(0);
  const charged = over.times(periodsCharged(row, use.hours));
  const listed = { ...line, unit, basis: weaker(basis, 'listed') };
  const slices = sliceByTier(charged, row);
  if (slices === null) return [{ ...listed, quantity: charged, unitPrice: null }];
  const [first] = slices;
  if (first === undefined)
    return [{ ...listed, quantity: new Big(0), unitPrice: new Big(row.price ?? row.tiers[0]?.price ?? 0) }];
  if (slices.length === 1) return [{ ...listed, quantity: first.amount, unitPrice: first.unitPrice }];
  return slices.map(({ amount: quantity, unitPrice }, index) => ({
    ...listed,
    id: `${resource.id}.${index + 1}`,
    title: `${resource.title}, tier ${index + 1}`,
    quantity,
    unitPrice,
  }));
}

const weaker = (a: Basis, b: Basis): Basis => (BASES.indexOf(a) > BASES.indexOf(b) ? a : b);

// Made once: toLocaleString makes one for each call, which would be most of the time of a bill.
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

function noteOf(use: Use, row: CatalogueRow | null, included: Big): string | null {
  if (row === null) return `the catalogue has no price for ${use.resource.sku ?? use.resource.kind}`;
  const count = whole.format(use.amount.toNumber());
  if (included.gt(0)) {
    const free = whole.format(included.toNumber());
    return `${count} ${use.unit} less ${free} ${thingPriced(row.per).thing} included`;
  }
  if (use.hours === null || use.resource.kind !== 'node') return null;
  const cap = row.capHours !== null && use.hours > row.capHours ? `, paid up to ${row.capHours}` : '';
  return `${count} × ${row.sku}, ${use.hours} h${cap}`;
}
