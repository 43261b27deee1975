import { expect, test } from 'vitest';
import { priceRow } from '../../tests/support/price-row.ts';
import { clashesIn, gapsIn, staleRates } from './catalogue-findings.ts';
import type { CatalogueRow } from './catalogue-lookup.ts';

const judged = (...rows: CatalogueRow[]) => ({
  path: 'catalog/digitalocean/2026-11-20.json',
  text: ['{', '"rows": [', rows.map(({ id }) => `{"id": "${id}"}`).join(',\n'), ']}'].join('\n'),
  rows,
});

test('two rows of one id may follow one another; to hold on one day is an error of the second', () => {
  const ended = priceRow({ validFrom: null, validTo: '2022-07-01' });
  expect(clashesIn(judged(ended, priceRow({ validFrom: '2022-07-02' })))).toEqual([]);
  expect(clashesIn(judged(ended, priceRow({ validFrom: '2022-07-01' })))).toMatchObject([
    { severity: 'error', code: 'overlapping-validity', line: 4, rows: ['droplet/c-16'] },
  ]);
  expect(clashesIn(judged(priceRow(), priceRow({ id: 'x' }), priceRow()))).toMatchObject([
    { code: 'duplicate-row', line: 5, message: 'droplet/c-16 stands here again (first: line 3)' },
  ]);
});

test('gaps are told by what is missing, with the rows that miss it', () => {
  const rows = [
    priceRow({ id: 'no-transfer', included: [], attributes: { networkGbps: 2, transferGiB: null } }),
    priceRow({ id: 'no-network', attributes: { networkGbps: null, transferGiB: 7000 } }),
    priceRow({ id: 'no-price', price: null, confidence: 'none' }),
    priceRow({ id: 'unsure', confidence: 'low' }),
    priceRow({ id: 'no-day', asOf: null }),
    priceRow({ id: 'over', validTo: '2026-01-01' }),
    priceRow({ id: 'old', asOf: '2024-05-15' }),
    priceRow({ id: 'ahead', asOf: '2030-01-01' }),
  ];
  expect(
    gapsIn('f.json', rows, '2026-11-21', 90).map(({ severity, code, rows: [id] }) => [severity, code, id]),
  ).toEqual([
    ['warning', 'stale-price', 'old'],
    ['warning', 'ended-price', 'over'],
    ['warning', 'future-price', 'ahead'],
    ['note', 'unknown-price', 'no-price'],
    ['note', 'unconfirmed-price', 'unsure'],
    ['note', 'undated-price', 'no-day'],
    ['note', 'no-transfer', 'no-transfer'],
    ['note', 'no-network', 'no-network'],
  ]);
});

test('a rate of exchange grows old like a price', () => {
  const rate = { from: 'EUR', to: 'USD', asOf: '2026-10-28' };
  expect(staleRates('r.json', [rate], '2027-01-26', 90)).toEqual([]);
  expect(staleRates('r.json', [rate], '2027-01-27', 90)[0]?.message).toBe(
    'the rate EUR/USD is 91 days old (as of 2026-10-28, limit 90)',
  );
});
