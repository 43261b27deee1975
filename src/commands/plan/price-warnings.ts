import type { PlanDocument } from '../../planning/plan.ts';
import type { Catalogue } from '../../pricing/catalogue-lookup.ts';
import { catalogueWarnings } from '../../pricing/catalogue-warnings.ts';

/** What is old or unconfirmed about the prices by which the sizes of a plan were chosen. */
export function priceWarnings(
  { pools, choices }: PlanDocument,
  catalogue: Catalogue,
  nowMs: number,
): readonly string[] {
  const sizes = new Set(pools.map(({ size }) => size));
  const used = catalogue.rowsOf(choices.provider, 'node').filter(({ sku }) => sizes.has(sku));
  return catalogueWarnings(used, new Date(nowMs).toISOString().slice(0, 'YYYY-MM-DD'.length));
}
