import { expect, test } from 'vitest';
import { groundOf, initialsOf } from './avatar.tsx';

test.each([
  ['Ada Lovelace', 'AL'],
  ['Johannes Diderik van der Waals', 'JW'],
  ['Edsger', 'E'],
  ['  ', '?'],
  ['😀 smile', '😀S'],
])('the initials of %s are %s', (name, expected) => {
  expect(initialsOf(name)).toBe(expected);
});

test('the same name has the same colour', () => {
  expect(groundOf('Ada Lovelace')).toBe(groundOf('Ada Lovelace'));
});
