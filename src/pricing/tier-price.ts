import Big from 'big.js';
import type { PriceRow } from './catalogue.ts';

/** A stretch of an amount that has one price. */
export interface Slice {
  readonly amount: Big;
  readonly unitPrice: Big;
}

/**
 * Cuts an amount where the price changes: 12,000 GB on AWS are 100 GB at $0, 9,900 GB at $0.09 and 2,000 GB at $0.085.
 * A tier holds from the end of the one before it up to `upTo`; a row without tiers is one slice at its price.
 *
 * @param amount in the row's own unit
 * @returns null where the row has no price; no slice for an amount of zero
 */
export function sliceByTier(amount: Big, row: Pick<PriceRow, 'price' | 'tiers'>): readonly Slice[] | null {
  if (row.tiers.length === 0) {
    if (row.price === null) return null;
    return amount.gt(0) ? [{ amount, unitPrice: new Big(row.price) }] : [];
  }
  const slices: Slice[] = [];
  let reached = new Big(0);
  for (const { upTo, price } of row.tiers) {
    const end = upTo === null || amount.lt(upTo) ? amount : new Big(upTo);
    if (end.gt(reached)) slices.push({ amount: end.minus(reached), unitPrice: new Big(price) });
    reached = end.gt(reached) ? end : reached;
  }
  // The last tier goes on where a table ends without saying so: its price is the last one that is known.
  const last = row.tiers.at(-1);
  if (last !== undefined && amount.gt(reached))
    slices.push({ amount: amount.minus(reached), unitPrice: new Big(last.price) });
  return slices;
}

/** What an amount costs, unrounded; null where the price is not known. */
export function tieredPrice(amount: Big, row: Pick<PriceRow, 'price' | 'tiers'>): Big | null {
  const slices = sliceByTier(amount, row);
  if (slices === null) return null;
  return slices.reduce((total, slice) => total.plus(slice.amount.times(slice.unitPrice)), new Big(0));
}
