import Big from 'big.js';
import { type ListedLine, linesOf, type Use } from './bill-lines.ts';
import type { Prices } from './bill-rows.ts';
import type { CatalogueRow } from './catalogue-lookup.ts';
import { thingPriced } from './month.ts';
import { inDataUnit, isDataUnit } from './usage.ts';

/** Data that is kept, at a provider who sells a store with some of it included: $5 for 250 GiB, $0.02 for each GiB more. */
export const isStock = (use: Use, row: CatalogueRow | null): row is CatalogueRow =>
  row !== null && isDataUnit(use.unit) && thingPriced(row.per).thing === 'instance';

/** The store itself, and what is kept in it beyond what its price includes. */
export function stockLines(use: Use, row: CatalogueRow, prices: Prices): readonly ListedLine[] {
  const { resource } = use;
  const store: Use = { ...use, amount: new Big(1), unit: 'instance', hours: null };
  const more = prices.rowsOf(row.provider, row.kind).find(({ id }) => id === `${row.id}-storage`) ?? null;
  return [
    ...linesOf(store, row),
    ...linesOf(
      {
        ...use,
        resource: {
          ...resource,
          id: `${resource.id}-more`,
          title: `${resource.title}, beyond the store’s own`,
        },
      },
      more,
      more === null ? new Big(0) : includedStock(row, thingPriced(more.per).thing),
    ),
  ];
}

/** What the store's price includes, for as long as it is kept: its unit is GiB/month, while plain GiB are traffic. */
function includedStock(row: CatalogueRow, unit: string): Big {
  if (!isDataUnit(unit)) return new Big(0);
  return row.included.reduce((total, { amount, unit: own }) => {
    const kept = own.endsWith('/month') ? own.slice(0, -'/month'.length) : '';
    return isDataUnit(kept)
      ? total.plus(inDataUnit({ value: new Big(amount), unit: kept }, unit).value)
      : total;
  }, new Big(0));
}
