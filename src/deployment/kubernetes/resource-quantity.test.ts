import { expect, test } from 'vitest';
import { cpuText, memoryText, quantityOf } from './resource-quantity.ts';

test.each([
  ['1500m', 1.5],
  ['2', 2],
  [4, 4],
  ['0.5', 0.5],
  ['128Mi', 134_217_728],
  ['1.5Gi', 1_610_612_736],
  ['225M', 225_000_000],
  ['1e3', 1000],
])('%s is %d', (text, number) => {
  expect(quantityOf(text)).toBe(number);
});

test.each(['', 'much', '1GB', '1 Gi', '--1'])('"%s" is refused', (text) => {
  expect(() => quantityOf(text)).toThrow(`"${text}" is no quantity of Kubernetes; accepted: 500m`);
});

test('sizes are written as short as they are exact', () => {
  expect([2 ** 31, 3 * 2 ** 20, 225_000_000, 13_013_750_907].map(memoryText)).toEqual([
    '2Gi',
    '3Mi',
    '225M',
    '13013750907',
  ]);
  expect([2000, 47_300].map(cpuText)).toEqual(['2', '47300m']);
});
