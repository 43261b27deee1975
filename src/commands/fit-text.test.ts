import { expect, test } from 'vitest';
import { cellsOf } from '../progress/window-text.ts';
import { fitted, fittedExample } from './fit-text.ts';

test('a line that fits stays as it is, also with what colours it', () => {
  const line = `\u001b[31m${'x'.repeat(60)}\u001b[0m`;
  expect(fitted(line, 60)).toBe(line);
});

test('what is carried over from a table stands below its last column', () => {
  expect(
    fitted('  media  12  servers, each with eight cores and an address of its own in the network', 60),
  ).toBe(
    [
      '  media  12  servers, each with eight cores and an address',
      '             of its own in the network',
    ].join('\n'),
  );
});

test('a table whose columns stand far apart is pushed together before anything is broken', () => {
  const table = [
    '                    quantity       a month',
    'media-nodes               55    $72,050.00',
    'redis                      2        $30.00',
  ];
  expect(fitted(table.join('\n'), 36)).toBe(
    [
      '             quantity     a month',
      'media-nodes        55  $72,050.00',
      'redis               2      $30.00',
    ].join('\n'),
  );
});

test('a sentence goes on a little further in', () => {
  expect(fitted('a plan names every machine that the event needs, with its price', 40)).toBe(
    ['a plan names every machine that the', '  event needs, with its price'].join('\n'),
  );
});

test('an address is never broken', () => {
  const address = `http://127.0.0.1:8080/${'r'.repeat(60)}`;
  expect(fitted(`see ${address} there`, 40)).toBe(`see\n  ${address}\n  there`);
});

test.each([60, 80])('no line of words is longer than %i', (columns) => {
  const words = Array.from({ length: 200 }, (_, i) => 'w'.repeat(1 + (i % 13))).join(' ');
  for (const line of fitted(`  name  ${words}`, columns).split('\n'))
    expect(cellsOf(line)).toBeLessThanOrEqual(columns);
});

test('a long example can still be pasted', () => {
  expect(
    fittedExample('gomeet loadtest room --participants 100 --publishers 4 --layout speaker # a lecture', 60),
  ).toEqual([
    '  # a lecture',
    '  gomeet loadtest room --participants 100 --publishers 4 \\',
    '     --layout speaker',
  ]);
  expect(fittedExample('gomeet plan # the reference', 60)).toEqual(['  gomeet plan # the reference']);
});
