import { describe, expect, test } from 'vitest';
import { priceRow } from '../../tests/support/price-row.ts';
import { type Catalogue, type CatalogueRow, catalogueOf } from './catalogue-lookup.ts';
import { nodeSizesOf } from './node-sizes.ts';

const rates = [{ from: 'EUR', to: 'USD', rate: '1.1133', asOf: '2026-10-28', source: 'ECB' }] as const;
const catalogue = (...rows: CatalogueRow[]): Catalogue =>
  catalogueOf(
    [
      {
        path: 'p.json',
        content: {
          schema: 'gomeet.catalogue/v1',
          provider: 'digitalocean',
          title: 'DO',
          rows: rows.map(({ provider, file, ...row }) => row),
        },
      },
    ],
    rates,
  );

describe('the sizes that planning sees', () => {
  test('are quantities with their source', () => {
    const [size] = nodeSizesOf(catalogue(priceRow()), 'digitalocean', 'sgp1');
    expect(size?.cores).toMatchObject({ value: 16, unit: 'core/node', basis: 'listed' });
    expect(size?.memory.value).toBe(32 * 2 ** 30);
    expect(size?.network).toMatchObject({ value: 2e9, unit: 'bit/s/node' });
    expect(size?.monthlyPrice).toMatchObject({
      value: 336,
      sources: [{ title: 'GET /v2/sizes', asOf: '2026-11-20', confidence: 'high' }],
    });
  });

  test('keep what is unknown as null, and leave out what cannot be planned with', () => {
    const sizes = nodeSizesOf(
      catalogue(
        priceRow({ id: 'a', attributes: { vcpus: 1, memoryMiB: 1024, networkGbps: null } }),
        priceRow({ id: 'b', price: null, confidence: 'none' }),
        priceRow({ id: 'c', attributes: { vcpus: 16, memoryMiB: null } }),
      ),
      'digitalocean',
      'sgp1',
    );
    expect(sizes.map(({ network }) => network?.value ?? null)).toEqual([null, 2e9]);
    expect(sizes.map(({ monthlyPrice }) => monthlyPrice?.value ?? null)).toEqual([336, null]);
  });

  test('are compared in dollars a month: hours are multiplied, euros converted', () => {
    const [hourly, euros] = nodeSizesOf(
      catalogue(
        priceRow({ id: 'h', price: '0.768', per: 'node/h', monthHours: 730 }),
        priceRow({ id: 'e', price: '275.99', currency: 'EUR' }),
      ),
      'digitalocean',
      'sgp1',
    );
    expect(hourly?.monthlyPrice?.value).toBe(560.64); // 0.768 × 730
    expect(euros?.monthlyPrice?.value).toBe(307.259667); // 275.99 × 1.1133
  });

  test('tell shared cores from dedicated ones', () => {
    const { attributes } = priceRow();
    const [shared, dedicated, unknown] = nodeSizesOf(
      catalogue(
        priceRow({ id: 's', attributes: { ...attributes, cpu: 'shared' } }),
        priceRow({ id: 'd', attributes: { ...attributes, cpu: 'dedicated' } }),
        priceRow({ id: 'u' }),
      ),
      'digitalocean',
      'sgp1',
    );
    expect([shared?.isShared, dedicated?.isShared, unknown?.isShared]).toEqual([true, false, undefined]);
  });

  test('are in no region that the provider does not have, even where prices are the same everywhere', () => {
    const everywhere = catalogue(priceRow());
    expect(nodeSizesOf(everywhere, 'digitalocean', 'fra1')).toHaveLength(1);
    expect(() => nodeSizesOf(everywhere, 'digitalocean', 'moon1')).toThrow(
      'no machine of digitalocean in region "moon1"; accepted: ams1, ',
    );
  });

  test('are those of the region', () => {
    const here = priceRow({
      id: 'here',
      sku: 'here',
      attributes: { vcpus: 1, memoryMiB: 1, regions: 'fra1 sgp1' },
    });
    const there = priceRow({ id: 'there', sku: 'there', region: 'nyc1' });
    const skus = nodeSizesOf(catalogue(here, there), 'digitalocean', 'sgp1').map(({ sku }) => sku);
    expect(skus).toEqual(['here']);
    expect(() => nodeSizesOf(catalogue(here, there), 'digitalocean', 'ams3')).toThrow(
      'no machine of digitalocean in region "ams3"; accepted: fra1, nyc1, sgp1',
    );
    expect(() => nodeSizesOf(catalogue(here), 'acme', 'sgp1')).toThrow(
      'no machine of "acme"; accepted: digitalocean',
    );
  });
});

test('of several rows with one id, the one that began last is in force', () => {
  const old = priceRow({ price: '320.00', validFrom: null, validTo: '2022-07-01' });
  for (const rows of [
    [old, priceRow()],
    [priceRow(), old],
  ])
    expect(catalogue(...rows).find('digitalocean', 'droplet/c-16')?.price).toBe('336.00');
  expect(catalogue(old, priceRow()).rowsOf('digitalocean', 'node')).toHaveLength(1);
  expect(catalogue(old).find('acme', 'droplet/c-16')).toBeUndefined();
});
