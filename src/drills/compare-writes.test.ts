import { expect, test } from 'vitest';
import { type AcknowledgedWrite, compareWrites, type FoundRow } from './compare-writes.ts';

const acknowledged: AcknowledgedWrite[] = Array.from({ length: 1000 }, (_, sequence) => ({
  writer: 'a',
  sequence,
  acknowledgedAtMs: sequence * 10,
}));
const rows: FoundRow[] = acknowledged.map(({ writer, sequence }) => ({ writer, sequence, copies: 1 }));

test('nothing is lost where everything is there', () => {
  expect(compareWrites(acknowledged, rows, 5000)).toEqual({
    acknowledged: 1000,
    found: 1000,
    lost: [],
    phantomRows: 0,
    doubledRows: 0,
    rpoMs: 0,
  });
});

test('a lost acknowledged row that was planted by hand is found, with its distance to the fault', () => {
  const without = rows.filter(({ sequence }) => sequence !== 470);
  const { lost, rpoMs } = compareWrites(acknowledged, without, 5000);
  expect(lost).toEqual([acknowledged[470]]);
  expect(rpoMs).toBe(300);
});

test('a server that was cut off and went on acknowledging loses beyond the fault', () => {
  const without = rows.filter(({ sequence }) => sequence < 490 || sequence > 520);
  expect(compareWrites(acknowledged, without, 5000)).toMatchObject({ rpoMs: 300 });
  expect(compareWrites(acknowledged, without, 5000).lost).toHaveLength(31);
});

test('rows that nobody was promised, and rows that are there twice', () => {
  const more = [
    ...rows.slice(1),
    { writer: 'a', sequence: 0, copies: 3 },
    { writer: 'b', sequence: 1, copies: 1 },
  ];
  expect(compareWrites(acknowledged, more, 5000)).toMatchObject({ phantomRows: 1, doubledRows: 2, lost: [] });
});
