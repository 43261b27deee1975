import Big from 'big.js';
import { expect, test } from 'vitest';
import { convertMoney, exchangeRate } from './exchange.ts';

const rates = [{ from: 'EUR', to: 'USD', rate: '1.1133', asOf: '2026-10-28', source: 'ECB' }] as const;

test('money is converted by the listed rate, and back by its inverse', () => {
  expect(convertMoney(new Big('275.99'), 'EUR', 'USD', rates).toString()).toBe('307.259667');
  expect(convertMoney(new Big('307.259667'), 'USD', 'EUR', rates).round(10).toString()).toBe('275.99');
  expect(convertMoney(new Big('1.10'), 'USD', 'USD', []).toString()).toBe('1.1');
});

test('without a rate there is no conversion', () => {
  expect(() => exchangeRate([], 'EUR', 'USD')).toThrow('no rate from EUR to USD is known');
});
