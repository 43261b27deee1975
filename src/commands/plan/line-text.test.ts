import { expect, test } from 'vitest';
import { lineText } from './line-text.ts';

test.each([
  [294.4e9, 'bit/s', '294 Gbit/s'],
  [3600, 's/h', '3,600 s/h'],
  [2 ** 30, 'byte/GiB', '1,073,741,824 byte/GiB'],
  [8, 'bit/byte', '8 bit/byte'],
  [0.00000123, 'core*s/packet', '0.00000123 core*s/packet'],
])('%d %s is %s: a factor is never scaled, or it would say 1 h/h', (value, unit, text) => {
  expect(lineText(value, unit)).toBe(text);
});
