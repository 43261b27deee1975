import { describe, expect, test } from 'vitest';
import type { Unit } from './units.ts';
import { formatDuration, formatInterval, formatQuantity } from './units.ts';

describe('formatQuantity', () => {
  test.each<[number, Unit, string]>([
    [148, 'ms', '148 ms'],
    [8.0634, 'ms', '8.06 ms'],
    [0.0417, 'ms', '0.042 ms'],
    [2_500, 'ms', '2.5 s'],
    [90_000, 'ms', '1.5 min'],
    [50_000, 'count', '50,000'],
    [3e9, 'bit/s', '3 Gbit/s'],
    [301_234_567, 'bit/s', '301 Mbit/s'],
    [0, 'bit/s', '0 bit/s'],
    [61_440, 'bytes', '60 KiB'],
    [25_200_000_000, 'bytes', '23.5 GiB'],
    [40_120, 'packets/s', '40,120 packets/s'],
    [1_000, 'USD', '$1,000'],
    [10, 'ratio', '10 : 1'],
    [4.5, 'of 5', '4.5 of 5'],
    [Number.NaN, 'ms', '—'],
  ])('%d %s reads %s', (value, unit, text) => {
    expect(formatQuantity(value, unit)).toBe(text);
  });

  test.each([
    [100, '100 %'],
    [99.9, '99.9 %'],
    [99.996, '99.996 %'],
    [99.9999, '99.9999 %'],
    [0, '0 %'],
    [0.0012, '0.001 %'],
    [0.0000012, '0.000001 %'],
    [52.24, '52.2 %'],
  ])('%d per cent reads %s: neither full nor empty unless it is', (value, text) => {
    expect(formatQuantity(value, '%')).toBe(text);
  });
});

describe('formatInterval', () => {
  test.each<[number | null, number | null, Unit, string]>([
    [141, 156, 'ms', '141 … 156 ms'],
    [980, 1_200, 'ms', '980 ms … 1.2 s'],
    [300, null, 'ms', '300 ms … unbounded'],
    [7, 7, 'ms', '7 ms'],
  ])('%s to %s %s reads %s', (low, high, unit, text) => {
    expect(formatInterval(low, high, unit)).toBe(text);
  });
});

test.each([
  [41_600, '42 s'],
  [120_000, '2 min'],
  [125_000, '2 min 5 s'],
  [5_400_000, '1 h 30 min'],
])('%d ms last %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
