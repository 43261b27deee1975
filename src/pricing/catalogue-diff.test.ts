import { expect, test } from 'vitest';
import { priceRow } from '../../tests/support/price-row.ts';
import type { CatalogueFile } from './catalogue.ts';
import { catalogueDiff } from './catalogue-diff.ts';
import { catalogueDiffView } from './catalogue-diff-view.ts';
import type { CatalogueRow } from './catalogue-lookup.ts';

const file = (...rows: CatalogueRow[]): CatalogueFile => ({
  schema: 'gomeet.catalogue/v1',
  provider: 'digitalocean',
  title: 'DigitalOcean',
  rows: rows.map(({ provider, file, ...row }) => row),
});

test('a diff names what came, went and changed, and the price by how much', () => {
  const diff = catalogueDiff(
    file(priceRow(), priceRow({ id: 'droplet/old' }), priceRow({ id: 'droplet/same' })),
    file(
      priceRow({ price: '352.80' }),
      priceRow({ id: 'droplet/same' }),
      priceRow({ id: 'droplet/new', price: '1.50' }),
    ),
  );
  expect(diff).toMatchObject({
    added: [{ id: 'droplet/new', price: '1.50', currency: 'USD' }],
    removed: [{ id: 'droplet/old' }],
    changed: [{ id: 'droplet/c-16', changes: [{ field: 'price', from: '336.00', to: '352.80' }] }],
    unchanged: 1,
  });
  expect(diff.changed[0]?.priceChangePercent).toBeCloseTo(5); // 352.80 / 336 = 1.05
  expect(catalogueDiffView(diff)).toBe(
    [
      '+ droplet/new  1.50 USD',
      '- droplet/old  336.00 USD',
      '~ droplet/c-16  price 336.00 → 352.80 (+5.0 %)',
      '',
      '1 added, 1 removed, 1 with another price, 0 otherwise changed, 1 the same',
    ].join('\n'),
  );
});

test('when a price was read and how it is written is no difference', () => {
  const again = priceRow({ price: '336', asOf: '2026-12-24', validFrom: '2026-12-24' });
  const diff = catalogueDiff(file(priceRow()), file(again));
  expect(diff).toEqual({ added: [], removed: [], changed: [], unchanged: 1 });
  expect(catalogueDiffView(diff)).toBe('No difference: 1 prices are the same.');
});

test('a price that became unknown is a change, without a percentage', () => {
  const diff = catalogueDiff(file(priceRow()), file(priceRow({ price: null, confidence: 'none' })));
  expect(diff.changed[0]).toMatchObject({ priceChangePercent: null });
  expect(catalogueDiffView(diff)).toContain('price 336.00 → unknown');
});

test('a field that many rows gain is told once', () => {
  const rows = Array.from({ length: 20 }, (_, i) => priceRow({ id: `droplet/${i}` }));
  const richer = rows.map((row) => ({ ...row, attributes: { ...row.attributes, regions: 'sgp1' } }));
  expect(catalogueDiffView(catalogueDiff(file(...rows), file(...richer)))).toContain(
    '~ regions of 20 rows: droplet/0 unknown → sgp1, …',
  );
});
