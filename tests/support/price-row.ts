import type { CatalogueRow } from '../../src/pricing/catalogue-lookup.ts';

/** A row of the catalogue as tests need it: a machine of DigitalOcean, but for what the test says. */
export const priceRow = (differing: Partial<CatalogueRow> = {}): CatalogueRow => ({
  provider: 'digitalocean',
  file: 'catalog/digitalocean/2026-11-20.json',
  id: 'droplet/c-16',
  region: null,
  kind: 'node',
  sku: 'c-16',
  price: '336.00',
  currency: 'USD',
  per: 'node/month',
  capHours: 672,
  monthHours: 672,
  included: [{ amount: 7000, unit: 'GiB', pooled: true }],
  tiers: [],
  attributes: { vcpus: 16, memoryMiB: 32_768, networkGbps: 2, transferGiB: 7000 },
  source: {
    type: 'api',
    title: 'GET /v2/sizes',
    url: null,
    quote: 'price_monthly 336',
    readAt: '2026-11-20',
  },
  asOf: '2026-11-20',
  validFrom: '2022-07-02',
  validTo: null,
  confidence: 'high',
  note: null,
  ...differing,
});
