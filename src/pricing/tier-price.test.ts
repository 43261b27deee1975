import Big from 'big.js';
import { describe, expect, test } from 'vitest';
import { sliceByTier, tieredPrice } from './tier-price.ts';

const aws = {
  price: null,
  tiers: [
    { upTo: 100, price: '0' },
    { upTo: 10_000, price: '0.09' },
    { upTo: 50_000, price: '0.085' },
    { upTo: null, price: '0.05' },
  ],
};

describe('an amount cut by tiers', () => {
  test.each([
    ['0', '0'],
    ['100', '0'],
    ['101', '0.09'],
    ['10000', '891'],
    ['12000', '1061'],
    // 9,900 × 0.09 + 40,000 × 0.085 + 50,000 × 0.05
    ['100000', '6791'],
  ])('%s GB cost %s', (amount, cost) => {
    expect(tieredPrice(new Big(amount), aws)?.toString()).toBe(cost);
  });

  test('the slices are the whole amount, whatever it is', () => {
    for (let amount = 0; amount < 120_000; amount += 997) {
      const slices = sliceByTier(new Big(amount), aws) ?? [];
      expect(slices.reduce((sum, slice) => sum.plus(slice.amount), new Big(0)).toNumber()).toBe(amount);
    }
  });

  test('no tiers is one price; no price is unknown and not zero', () => {
    expect(tieredPrice(new Big(5), { price: '0.01', tiers: [] })?.toString()).toBe('0.05');
    expect(tieredPrice(new Big(5), { price: null, tiers: [] })).toBeNull();
  });

  test('a table that ends goes on at its last price', () => {
    expect(tieredPrice(new Big(30), { price: null, tiers: [{ upTo: 10, price: '2' }] })?.toString()).toBe(
      '60',
    );
  });
});
