import { describe, expect, test } from 'vitest';
import { columns, decodeTime, encodeTime, rows } from './time-code.ts';

const moment = 1_795_240_173_123.4;

describe('a time code', () => {
  test('fills the grid and says its moment to a tenth of a millisecond', () => {
    const blocks = encodeTime(moment);
    expect(blocks).toHaveLength(columns * rows);
    expect(decodeTime(blocks)).toBe(moment);
    expect(decodeTime(encodeTime(0))).toBe(0);
  });

  test.each(Array.from({ length: 64 }, (_, i) => i))('with block %d turned over says nothing', (i) => {
    const blocks = encodeTime(moment);
    blocks[i] = !blocks[i];
    expect(decodeTime(blocks)).toBeUndefined();
  });

  test.each([
    ['black', false],
    ['white', true],
  ])('a picture all %s is none', (_, color) => {
    expect(decodeTime(Array.from({ length: 64 }, () => color))).toBeUndefined();
  });

  test('of another size is none', () => {
    expect(decodeTime([true, false])).toBeUndefined();
  });
});
