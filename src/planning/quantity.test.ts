import { describe, expect, test } from 'vitest';
import { compileFormula } from './formula.ts';
import { computed, derive, input, sum } from './quantity.ts';
import { dimensionOf, unitOf } from './unit.ts';

const people = input({ id: 'people', title: 'people', unit: 'participant' }, 500, 'given');
const each = input({ id: 'each', title: 'bitrate', unit: 'bit/s/participant' }, 5.346e6, 'assumed');
const bitsPerByte = input({ id: 'bits-per-byte', title: 'bits', unit: 'bit/byte' }, 8, 'defined');

describe('a derived quantity', () => {
  test('is what its formula says, known as well as the weakest of its inputs', () => {
    const room = derive({ id: 'room', title: 'room', unit: 'bit/s' }, 'people * each', { people, each });
    expect(room).toMatchObject({ value: 2.673e9, unit: 'bit/s', formula: 'people * each', basis: 'assumed' });
    const bytes = derive({ id: 'b', title: 'b', unit: 'byte/s' }, 'room / bitsPerByte', {
      room,
      bitsPerByte,
    });
    expect(bytes.value).toBe(334_125_000);
  });

  test('refuses a formula whose unit comes out as another', () => {
    expect(() => derive({ id: 'x', title: 'x', unit: 'byte/s' }, 'people * each', { people, each })).toThrow(
      'x = people * each: comes out as bit/s, not as byte/s',
    );
    expect(() => derive({ id: 'x', title: 'x', unit: 'bit/s' }, 'people + each', { people, each })).toThrow(
      'participant and bit/s/participant cannot be set beside each other',
    );
  });

  test('refuses a name without a quantity', () => {
    expect(() => derive({ id: 'x', title: 'x', unit: 'bit/s' }, 'people * other', { people })).toThrow(
      '"other" has no quantity',
    );
  });

  test('a sum names its parts; a sum of nothing is zero', () => {
    const two = sum({ id: 's', title: 's', unit: 'participant' }, [people, people]);
    expect(two).toMatchObject({ value: 1000, formula: 'part1 + part2', basis: 'given' });
    expect(sum({ id: 's', title: 's', unit: 'participant' }, []).value).toBe(0);
  });

  test('an algorithm says in words how it came to its value', () => {
    const nodes = computed({ id: 'n', title: 'n', unit: 'node' }, 'first-fit decreasing', { people }, 3);
    expect(nodes).toMatchObject({ value: 3, kind: 'algorithm', formula: 'first-fit decreasing' });
  });

  test('a range is kept, its mode is the value', () => {
    const range = { low: 20, mode: 34, high: 100 };
    expect(input({ id: 'r', title: 'r', unit: 'packet/s' }, range, 'assumed')).toMatchObject({
      value: 34,
      range,
    });
  });
});

describe('a formula', () => {
  test.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['16 / 4 / 2', 2],
    ['ceil(7 / 2) + floor(7 / 2)', 7],
    ['max(1, 5, 3) - min(4, 2)', 3],
    ['1.5e3 * 2', 3000],
  ])('%s is %d', (text, value) => {
    expect(compileFormula(text).evaluate({})).toBe(value);
  });

  test.each(['', '1 +', '(1', '1 2', 'sqrt(4)', 'a $ b'])('"%s" is refused', (text) => {
    expect(() => compileFormula(text)).toThrow('formula');
  });
});

describe('a unit', () => {
  test.each([
    ['bit/s', 'bit/s'],
    ['core*s/packet', 'core*s/packet'],
    ['1/s', '1/s'],
    ['byte/byte', '1'],
  ])('%s is read as %s', (unit, same) => {
    expect(unitOf(dimensionOf(unit))).toBe(same);
  });

  test('a GB is no GiB, and nothing else is a unit', () => {
    expect(unitOf(dimensionOf('GB/GiB'))).toBe('GB/GiB');
    expect(() => dimensionOf('bits')).toThrow('unit "bits": "bits" is no base unit');
  });
});
