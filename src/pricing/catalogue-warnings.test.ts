import { expect, test } from 'vitest';
import { priceRow } from '../../tests/support/price-row.ts';
import { catalogueWarnings } from './catalogue-warnings.ts';

const fresh = priceRow({ id: 'droplet/c-16', asOf: '2026-08-21' });

test('a price of the limit’s age is well, a day later it warns once for all of its day', () => {
  expect(catalogueWarnings([fresh], '2026-11-19')).toEqual([]);
  const other = priceRow({ id: 'droplet/c-32', asOf: '2026-08-21' });
  expect(catalogueWarnings([fresh, other, fresh], '2026-11-20')).toEqual([
    'digitalocean: 2 prices are 91 days old (as of 2026-08-21, limit 90): droplet/c-16, droplet/c-32; gomeet cost catalog refresh --provider digitalocean',
  ]);
  expect(catalogueWarnings([fresh], '2026-11-20', 180)).toEqual([]);
});

test('a price without a day of its own is as old as its reading', () => {
  const undated = priceRow({ asOf: null });
  expect(catalogueWarnings([undated], '2026-11-20')).toEqual([]);
  expect(catalogueWarnings([undated], '2027-11-20')[0]).toContain('365 days old (as of 2026-11-20');
});

test('an unknown, an ended and an unconfirmed price say so', () => {
  expect(
    catalogueWarnings(
      [
        priceRow({ id: 'egress/node', price: null, confidence: 'none', note: 'not looked up' }),
        priceRow({ id: 'node/old', validTo: '2026-06-14' }),
        priceRow({ id: 'load-balancer/node', price: '12.00', confidence: 'low' }),
      ],
      '2026-11-20',
    ),
  ).toEqual([
    'digitalocean egress/node: the price is not known and counts nowhere (not looked up)',
    'digitalocean node/old: this price ended on 2026-06-14, and no later one is known',
    'digitalocean load-balancer/node: 12.00 USD is unconfirmed (low confidence)',
  ]);
});

test('a price of a day that has not come says so', () => {
  expect(catalogueWarnings([priceRow({ asOf: '2030-01-01' })], '2026-11-20')).toEqual([
    'digitalocean droplet/c-16: its price is dated 2030-01-01, after today (2026-11-20); gomeet cost catalog verify',
  ]);
  expect(catalogueWarnings([priceRow({ asOf: '2026-11-21' })], '2026-11-20')).toEqual([]);
});
