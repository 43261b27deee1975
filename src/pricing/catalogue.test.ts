import { describe, expect, test } from 'vitest';
import { priceRow } from '../../tests/support/price-row.ts';
import { priceRowSchema } from './catalogue.ts';

const faultsOf = (differing: object): string[] => {
  const { provider, file, ...row } = priceRow();
  const result = priceRowSchema.safeParse({ ...row, ...differing });
  return result.success
    ? []
    : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('a row of the catalogue', () => {
  test('may be priced, tiered or unknown', () => {
    expect(faultsOf({})).toEqual([]);
    expect(faultsOf({ price: null, tiers: [{ upTo: null, price: '0.05' }] })).toEqual([]);
    expect(faultsOf({ price: null, confidence: 'none' })).toEqual([]);
  });

  test.each([
    [{ price: 336 }, 'price: '],
    [{ price: '-1' }, 'price: accepted: a decimal number as a string'],
    [{ price: null }, 'price: accepted: a decimal number as a string, tiers, or null with confidence none'],
    [{ price: '0' }, 'price: accepted for node: above 0'],
    [{ price: '0.00' }, 'price: accepted for node: above 0'],
    [{ attributes: { networkGbps: -10 } }, 'attributes.networkGbps: accepted: a number above 0'],
    [{ attributes: { vcpus: 0 } }, 'attributes.vcpus: accepted: a number above 0'],
    [{ attributes: { memoryMiB: 'much' } }, 'attributes.memoryMiB: accepted: a number above 0'],
    [{ kind: 'egress', per: 'parsec' }, 'per: accepted for egress: GB, GiB, TB or TiB'],
    [{ per: 'GiB' }, 'per: accepted for node: node/month or node/h'],
    [{ confidence: 'none' }, 'confidence: accepted: none where no price is known'],
    [{ tiers: [{ upTo: null, price: '1' }] }, 'tiers: accepted: either a price or tiers'],
    [
      {
        price: null,
        tiers: [
          { upTo: 9, price: '1' },
          { upTo: 5, price: '1' },
        ],
      },
      'tiers: accepted: lowest upTo first',
    ],
    [
      {
        price: null,
        tiers: [
          { upTo: null, price: '1' },
          { upTo: null, price: '1' },
        ],
      },
      'tiers: accepted: only the last',
    ],
    [{ validFrom: '2026-02-01', validTo: '2026-01-01' }, 'validTo: accepted: a day not before validFrom'],
    [{ asOf: '2026-02-30' }, 'asOf: accepted: a day as YYYY-MM-DD'],
    [{ colour: 'blue' }, 'colour'],
  ])('%o is refused', (differing, message) => {
    expect(faultsOf(differing).join('\n')).toContain(message);
  });
});
