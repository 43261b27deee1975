import { expect, test } from 'vitest';
import { tableLines, tablesView } from './tables-view.ts';

const table = {
  id: 'rooms',
  title: 'Rooms',
  columns: [
    { title: 'Room', unit: null },
    { title: 'Loss', unit: '%' as const },
  ],
  rows: [
    ['<b>1</b>', 0.5],
    ['2', null],
  ],
};

test('a table becomes lines with units, and a dash for what is not known', () =>
  expect(tableLines({ tables: [table] })).toEqual([
    '',
    'Rooms',
    '  Room       Loss',
    '  <b>1</b>  0.5 %',
    '  2             —',
  ]));

test('the terminal shows 20 rows and says how many more there are', () => {
  const rows = Array.from({ length: 25 }, (_, i) => [String(i), i]);
  const lines = tableLines({ tables: [{ ...table, rows }] });
  expect(lines).toHaveLength(2 + 1 + 20 + 1);
  expect(lines.at(-1)).toBe('  and 5 more in the report');
});

test('the report escapes cells and has no section where there is no table', () => {
  expect(tablesView({ tables: [table] })?.text).toContain('<th scope="row">&lt;b&gt;1&lt;/b&gt;</th>');
  expect(tablesView({})).toBeNull();
});
