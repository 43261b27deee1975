import { expect, test } from 'vitest';
import { missingSegments } from './archive-gaps.ts';

const mebibyte = 2 ** 20;
const at = (name: string): string => `archive/gomeet/15-1/${name.slice(0, 16)}/${name}-${'a'.repeat(40)}.zst`;

test('an archive without a gap lacks nothing, also where a log ends and another begins', () => {
  expect(
    missingSegments(
      ['0000000100000000000000FE', '0000000100000000000000FF', '000000010000000100000000'].map(at),
      16 * mebibyte,
    ),
  ).toEqual([]);
});

test('each missing segment is named, in its own timeline', () => {
  const present = ['000000010000000000000003', '000000010000000000000006', '000000020000000000000006'];
  expect(missingSegments(present.map(at), 16 * mebibyte)).toEqual([
    '000000010000000000000004',
    '000000010000000000000005',
  ]);
});

test('histories and notes about backups are no segments', () => {
  const others = ['archive/gomeet/15-1/00000002.history', 'archive/gomeet/archive.info'];
  expect(missingSegments(others, 16 * mebibyte)).toEqual([]);
});

test('of smaller segments more are in a log', () => {
  const present = ['0000000100000000000000FF', '000000010000000000000100', '0000000100000000000003FF'];
  expect(missingSegments([...present, '000000010000000100000000'].map(at), 4 * mebibyte)).toHaveLength(
    0x3ff - 0x101,
  );
  expect(
    missingSegments(['0000000100000000000003FF', '000000010000000100000000'].map(at), 4 * mebibyte),
  ).toEqual([]);
});
