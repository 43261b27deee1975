import Big from 'big.js';
import type { Resource } from '../planning/plan.ts';
import type { Catalogue, CatalogueRow } from './catalogue-lookup.ts';

/** What a bill needs of the catalogue. */
export type Prices = Pick<Catalogue, 'rowsOf' | 'rates'>;

interface Wanted {
  readonly provider: string;
  readonly region: string;
  readonly kind: Resource['kind'];
  /** The provider's own name or the row's id; null: the one row of that kind. */
  readonly sku: string | null;
  /** Bytes of memory that it must have; without a sku the cheapest that has them is taken. */
  readonly minimumMemoryBytes: number;
}

const chosen = new WeakMap<Prices, Map<string, CatalogueRow | null>>();

/**
 * The row that prices a resource, or null where the catalogue has none: then the price is unknown. The region's own row goes
 * before one for all regions, and a row with a price before one without. Answers are kept: Monte Carlo asks 10,000 times.
 */
export function rowFor(prices: Prices, wanted: Wanted): CatalogueRow | null {
  const known = chosen.get(prices) ?? new Map<string, CatalogueRow | null>();
  chosen.set(prices, known);
  const key = `${wanted.provider} ${wanted.region} ${wanted.kind} ${wanted.sku ?? ''} ${wanted.minimumMemoryBytes}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const row = bestRow(prices, wanted);
  known.set(key, row);
  return row;
}

function bestRow(prices: Prices, wanted: Wanted): CatalogueRow | null {
  const { provider, region, kind, sku, minimumMemoryBytes } = wanted;
  const rows = prices.rowsOf(provider, kind);
  const ids = new Set(rows.map(({ id }) => id));
  const candidates = rows
    .filter((row) => row.region === null || row.region === region)
    .filter((row) => (sku === null ? isUsual(row, ids) : row.sku === sku || row.id === sku))
    .filter((row) => minimumMemoryBytes === 0 || memoryBytesOf(row) >= minimumMemoryBytes);
  const rank = (row: CatalogueRow): number => (hasPrice(row) ? 2 : 0) + (row.region === region ? 1 : 0);
  const price = (row: CatalogueRow): Big => new Big(row.price ?? 0);
  const byPrice = minimumMemoryBytes > 0 ? 1 : 0;
  return [...candidates].sort((a, b) => rank(b) - rank(a) || byPrice * price(a).cmp(price(b)))[0] ?? null;
}

/**
 * What is meant where nobody names a row: traffic leaves from machines, for storage and app platforms have prices of their own; a
 * control plane that is on the bill is the highly available one.
 */
function isUsual({ id, kind, attributes }: CatalogueRow, ids: ReadonlySet<string>): boolean {
  if (kind === 'egress') return attributes.from === 'node' && attributes.isStartingPrice !== true;
  if (kind === 'control-plane') return attributes.highlyAvailable !== false;
  // What a store costs beyond its own size is a row beside the store's.
  return !(id.endsWith('-storage') && ids.has(id.replace(/-storage$/, '')));
}

const memoryBytesOf = ({ attributes: { memoryMiB } }: CatalogueRow): number =>
  typeof memoryMiB === 'number' ? memoryMiB * 2 ** 20 : 0;

const hasPrice = (row: CatalogueRow): boolean => row.price !== null || row.tiers.length > 0;
