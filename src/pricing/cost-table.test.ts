import Big from 'big.js';
import { describe, expect, test } from 'vitest';
import { csvRow, markdownRow, moneyText, quantityText, unitPriceText } from './cost-table.ts';

describe('money and amounts for people', () => {
  test.each([
    ['197162.48', '$197,162.48'],
    ['-12', '-$12.00'],
    ['0', '$0.00'],
  ])('%s is %s', (amount, text) => {
    expect(moneyText(new Big(amount), 'USD')).toBe(text);
  });

  test('what is not known is a question mark', () => {
    expect(moneyText(null, 'EUR')).toBe('?');
    expect(unitPriceText(null, 'USD')).toBe('?');
  });

  test('a unit price keeps the digits that it has', () => {
    expect(unitPriceText(new Big('0.00099'), 'USD')).toBe('$0.00099');
    expect(unitPriceText(new Big('1310'), 'EUR')).toBe('€1,310.00');
  });

  test('a quantity is whole where it is, or large', () => {
    expect([55, 61.814, 2026.3].map((each) => quantityText(new Big(each)))).toEqual(['55', '61.81', '2,026']);
  });
});

describe('cells', () => {
  test.each([
    ['a "quote", a comma', '"a ""quote"", a comma"'],
    ['=1+1', "'=1+1"],
    ['-cmd', "'-cmd"],
    ['-5.00', '-5.00'],
  ])('of CSV: %s becomes %s', (cell, text) => {
    expect(csvRow([cell])).toBe(text);
  });

  test('of Markdown keep their bars', () => {
    expect(markdownRow(['a|b', 'c'])).toBe('| a\\|b | c |');
  });
});
