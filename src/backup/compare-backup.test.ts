import { expect, test } from 'vitest';
import { compareFiles, compareTables } from './compare-backup.ts';

const rooms = { table: 'public.rooms', rows: 3, checksum: '77' };

test('equal tables and files have no finding, whatever their order', () => {
  const users = { table: 'public.users', rows: 0, checksum: '0' };
  expect(compareTables([rooms, users], [users, rooms])).toEqual([]);
  expect(compareFiles([{ path: 'a', bytes: 1, sha256: 'x' }], new Map([['a', 'x']]))).toEqual([]);
});

test('a lost row, a changed row, a lost table and a new table are named', () => {
  expect(compareTables([rooms], [{ ...rooms, rows: 2, checksum: '5' }])).toEqual([
    'table public.rooms has 2 rows, not 3',
  ]);
  expect(compareTables([rooms], [{ ...rooms, checksum: '5' }])).toEqual([
    'table public.rooms has other rows (3 of them)',
  ]);
  expect(compareTables([rooms], [])).toEqual(['table public.rooms is missing']);
  expect(compareTables([], [rooms])).toEqual(['table public.rooms was not there']);
});

test('a changed and a lost file are named', () => {
  const sealed = ['a', 'b'].map((path) => ({ path, bytes: 1, sha256: 'x' }));
  expect(compareFiles(sealed, new Map([['a', 'y']]))).toEqual(['a was changed', 'b is missing']);
});
