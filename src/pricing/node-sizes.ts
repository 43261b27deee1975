import Big from 'big.js';
import { ExitCode, GomeetError } from '../errors.ts';
import type { NodeSize } from '../planning/node-size.ts';
import { input, type Source } from '../planning/quantity.ts';
import type { PriceRow } from './catalogue.ts';
import type { Catalogue, CatalogueRow } from './catalogue-lookup.ts';
import { DIGITALOCEAN_REGIONS } from './digitalocean-regions.ts';
import { exchangeRate } from './exchange.ts';

/**
 * The machines that a provider sells in a region, as planning sees them. A row that does not say how many cores and how
 * much memory it has cannot be planned with and is left out; one without a price or a network limit stays, with null.
 * Prices in euros are compared in dollars, at the catalogue's rate.
 *
 * @throws GomeetError (usage) where the catalogue has no machine of that provider, or none in that region
 */
export function nodeSizesOf(catalogue: Catalogue, provider: string, region: string): readonly NodeSize[] {
  const machines = catalogue.rowsOf(provider, 'node').filter(isPlannable);
  if (machines.length === 0) {
    const sellers = sellersOf(catalogue);
    throw notSold(`no machine of "${provider}"`, sellers, 'provider', `--provider ${sellers[0]}`);
  }
  const regions = regionsOf(provider, machines);
  const here = regions.includes(region) ? machines.filter((row) => isSoldIn(row, region)) : [];
  if (here.length === 0) {
    const there = `--provider ${provider} --region ${regions[0]}`;
    throw notSold(`no machine of ${provider} in region "${region}"`, regions, 'region', there);
  }
  return here.map((row) => nodeSize(row, catalogue));
}

/** Where prices are the same in every region, the list of regions stands with the API that sells there. */
const REGIONS: Readonly<Record<string, readonly string[]>> = { digitalocean: DIGITALOCEAN_REGIONS };

type Machine = CatalogueRow & { readonly attributes: { readonly vcpus: number; readonly memoryMiB: number } };

const isPlannable = (row: CatalogueRow): row is Machine =>
  typeof row.attributes.vcpus === 'number' && typeof row.attributes.memoryMiB === 'number';

function nodeSize(row: Machine, catalogue: Catalogue): NodeSize {
  const { vcpus, memoryMiB, networkGbps, cpu } = row.attributes;
  const sources = [sourceOf(row)];
  const id = `price.${row.sku}`;
  const monthly = monthlyUsd(row, catalogue);
  return {
    sku: row.sku,
    ...(cpu === 'shared' || cpu === 'dedicated' ? { isShared: cpu === 'shared' } : {}),
    cores: input(
      { id: `${id}.cores`, title: `cores of ${row.sku}`, unit: 'core/node' },
      vcpus,
      'listed',
      sources,
    ),
    memory: input(
      { id: `${id}.memory`, title: `memory of ${row.sku}`, unit: 'byte/node' },
      memoryMiB * 2 ** 20,
      'listed',
      sources,
    ),
    network:
      typeof networkGbps === 'number'
        ? input(
            { id: `${id}.network`, title: `network limit of ${row.sku}`, unit: 'bit/s/node' },
            networkGbps * 1e9,
            'listed',
            [networkSourceOf(row)],
          )
        : null,
    monthlyPrice:
      monthly === null
        ? null
        : input(
            { id: `${id}.month`, title: `list price of ${row.sku}`, unit: 'USD/month/node' },
            monthly,
            'listed',
            sources,
          ),
  };
}

/** A month's list price in dollars, only to compare sizes by: the bill reckons with big.js, hours and caps. */
function monthlyUsd(row: CatalogueRow, { rates }: Catalogue): number | null {
  if (row.price === null) return null;
  const hours = row.per === 'node/h' ? (row.monthHours ?? 730) : 1;
  return new Big(row.price)
    .times(hours)
    .times(exchangeRate(rates, row.currency, 'USD'))
    .toNumber();
}

/** Where a price comes from, as the lines of a plan and a bill name it. */
export function sourceOf(row: Pick<PriceRow, 'source' | 'asOf' | 'confidence'>): Source {
  return {
    title: row.source.title,
    ...(row.source.url === null ? {} : { url: row.source.url }),
    asOf: row.asOf ?? row.source.readAt,
    confidence: row.confidence,
  };
}

/** A network limit stands on a page of its own and may be known less well than the price. */
function networkSourceOf(row: CatalogueRow): Source {
  const { networkSource, networkConfidence } = row.attributes;
  const own = sourceOf(row);
  const confidence = (['high', 'medium', 'low'] as const).find((name) => name === networkConfidence);
  if (typeof networkSource !== 'string') return { ...own, confidence: confidence ?? own.confidence };
  return { title: networkSource, asOf: row.source.readAt, confidence: confidence ?? own.confidence };
}

/** A row without a region is sold everywhere, but for what the provider's own list of regions leaves out. */
function isSoldIn(row: CatalogueRow, region: string): boolean {
  const { regions } = row.attributes;
  if (typeof regions === 'string') return regions.split(' ').includes(region);
  return row.region === null || row.region === region;
}

const sellersOf = (catalogue: Catalogue): readonly string[] =>
  catalogue.providers.map(({ id }) => id).filter((id) => catalogue.rowsOf(id, 'node').some(isPlannable));

/** Regions in which any of the machines is sold. */
function regionsOf(provider: string, rows: readonly CatalogueRow[]): readonly string[] {
  const named = rows.flatMap(({ region, attributes: { regions } }) =>
    typeof regions === 'string' ? regions.split(' ') : (region ?? REGIONS[provider] ?? []),
  );
  return [...new Set(named)].sort();
}

const notSold = (what: string, accepted: readonly string[], field: string, flags: string): GomeetError =>
  new GomeetError(`the catalogue has ${what}; accepted: ${accepted.join(', ') || 'none'}`, {
    exitCode: ExitCode.usage,
    code: `unknown-${field}`,
    hint: accepted.length === 0 ? 'gomeet cost catalog verify' : `gomeet plan ${flags}`,
  });
