import type { PriceHistory } from '../pricing/catalogue-history.ts';
import { sizesEverPriced } from '../pricing/catalogue-history.ts';
import type { Catalogue, CatalogueRow } from '../pricing/catalogue-lookup.ts';
import { nodeSizesOf } from '../pricing/node-sizes.ts';
import type { AuditedPlan } from './audited-plan.ts';
import { WITHOUT_SPOT } from './facts.ts';
import type { ListedSize, ProviderFacts } from './world.ts';

/**
 * What the catalogue knows of a provider, for the rules.
 *
 * @param history null where no price history is kept: then no price can be said never to have been
 * @throws GomeetError (usage) where the catalogue has no machine of that provider in that region
 */
export function providerFactsOf(
  catalogue: Catalogue,
  provider: string,
  region: string,
  history: PriceHistory | null,
): ProviderFacts {
  const find = (id: string): number | null => priceOf(catalogue.find(provider, id));
  return {
    name: provider,
    sizes: nodeSizesOf(catalogue, provider, region).flatMap(
      ({ sku, isShared = false, cores, memory, network, monthlyPrice }) =>
        monthlyPrice === null
          ? []
          : ({
              sku,
              isShared,
              cores: cores.value,
              memoryGiB: memory.value / 2 ** 30,
              monthlyUsd: monthlyPrice.value,
              networkGbps: network === null ? null : network.value / 1e9,
            } satisfies ListedSize),
    ),
    everPriced: (monthlyUsd) => (history === null ? [] : sizesEverPriced(history, monthlyUsd)),
    egressUsdPerGiB: find('egress/droplet'),
    loadBalancerUsd: find('load-balancer/regional-node'),
    highAvailabilityControlPlaneUsd: find('control-plane/ha'),
    commitmentPercent: commitmentOf(catalogue.rowsOf(provider, 'commitment')),
    spotPercent: WITHOUT_SPOT.includes(provider) ? 0 : null,
  };
}

const RATES = ['egress/droplet', 'load-balancer/regional-node', 'control-plane/ha'] as const;

/** The rows that a plan is judged by: the sizes of its shapes, and the rates of traffic, load balancer and control plane. */
export function rowsUsed(plan: AuditedPlan, catalogue: Catalogue, provider: string): readonly CatalogueRow[] {
  const shapes = new Set(
    plan.bills.flatMap(({ lines }) => lines).map(({ cores, memoryGiB }) => `${cores}/${memoryGiB}`),
  );
  const shapeOf = ({ attributes: { vcpus, memoryMiB } }: CatalogueRow): string =>
    `${vcpus}/${typeof memoryMiB === 'number' ? memoryMiB / 1024 : ''}`;
  return [
    ...catalogue.rowsOf(provider, 'node').filter((row) => shapes.has(shapeOf(row))),
    ...RATES.flatMap((id) => catalogue.find(provider, id) ?? []),
  ];
}

const priceOf = (row: CatalogueRow | undefined): number | null =>
  row === undefined || row.price === null || row.currency !== 'USD' ? null : Number(row.price);

/** A row that says "none published" is knowledge; no row is none. */
const commitmentOf = (rows: readonly CatalogueRow[]): number | null =>
  rows.some(({ source }) => /none published/i.test(source.quote ?? '')) ? 0 : null;
