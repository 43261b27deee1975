import { describe, expect, test } from 'vitest';
import { printable } from './printable-text.ts';

describe('printable', () => {
  test.each([
    ['a title', '\u001b]0;owned\u0007', '\\u001b]0;owned\\u0007'],
    ['a cleared screen', 'plan\u001b[2J', 'plan\\u001b[2J'],
    ['the one-byte form of it', '\u009b2J', '\\u009b2J'],
    ['a line that is written over', 'free\rdear', 'free\\u000ddear'],
    ['a turned direction', 'exe\u202egpj', 'exe\\u202egpj'],
    ['a bell and a backspace', 'a\u0007\b', 'a\\u0007\\u0008'],
  ])('shows %s', (_what, hostile, shown) => expect(printable(hostile)).toBe(shown));

  test('leaves lines, tables, letters of all languages and the ends of CSV alone', () => {
    const text = 'a\tb\r\nZoë 会议 ✓ ▼\n';
    expect(printable(text)).toBe(text);
  });

  test('keeps the colours that gomeet paints, and only these', () =>
    expect(printable('\u001b[31merror\u001b[0m \u001b[2J\u001b[1;31m', true)).toBe(
      '\u001b[31merror\u001b[0m \\u001b[2J\\u001b[1;31m',
    ));

  test('what it makes of JSON is the same JSON', () => {
    const value = { name: 'a\u009b\u2028\u001b"\\' };
    expect(JSON.parse(printable(JSON.stringify(value)))).toEqual(value);
  });
});
