import Big from 'big.js';
import { describe, expect, test } from 'vitest';
import { type DataUnit, inDataUnit, inPricingUnit } from './usage.ts';

const UNITS: readonly DataUnit[] = ['byte', 'GB', 'GiB', 'TB', 'TiB'];

describe('an amount of data', () => {
  test('267.3 Gbit/s for 176 hours are 21.17 million GB and 19.72 million GiB', () => {
    const bytes = { value: new Big('267.3e9').div(8).times(176).times(3600), unit: 'byte' } as const;
    expect(inDataUnit(bytes, 'GB').value.toString()).toBe('21170160');
    expect(inDataUnit(bytes, 'GiB').value.toFixed(0)).toBe('19716248');
  });

  test.each(UNITS.flatMap((from) => UNITS.map((to) => [from, to] as const)))(
    '%s and %s survive a round trip',
    (from, to) => {
      const there = inDataUnit({ value: new Big('123456.789'), unit: from }, to);
      expect(inDataUnit(there, from).value.toFixed(6)).toBe('123456.789000');
    },
  );

  test('only data is converted: nodes have no price per GiB', () => {
    expect(inPricingUnit({ value: new Big(2), unit: 'node' }, 'node').toNumber()).toBe(2);
    expect(() => inPricingUnit({ value: new Big(2), unit: 'node' }, 'GiB')).toThrow(
      'an amount in node has no price per GiB',
    );
  });
});
