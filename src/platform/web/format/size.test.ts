import { expect, test } from 'vitest';
import { formatBytes } from './size.ts';

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1_500, '1.5 KB'],
  [220_000_000, '220 MB'],
])('%d is %s', (bytes, expected) => {
  expect(formatBytes(bytes)).toBe(expected);
});
