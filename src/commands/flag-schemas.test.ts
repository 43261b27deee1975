import { describe, expect, test } from 'vitest';
import { durationSeconds, oneOf, wholeNumber } from './flag-schemas.ts';

const messageOf = (result: { error?: { issues: { message: string }[] } | undefined }): string | undefined =>
  result.error?.issues[0]?.message;

describe('wholeNumber', () => {
  const schema = wholeNumber({ min: 2, max: 5000, unit: 'participants' });

  test.each([
    ['2', 2],
    ['500', 500],
    ['5000', 5000],
  ])('%s is accepted', (text, value) => expect(schema.parse(text)).toBe(value));

  test.each(['1', '0', '-5', '5001', '1e9', '1e3', 'abc', '', ' 7', '2.5', '0x10', 'Infinity'])(
    '%j is refused with the range, never clamped',
    (text) =>
      expect(messageOf(schema.safeParse(text))).toBe('accepted: a whole number from 2 to 5,000 participants'),
  );
});

describe('durationSeconds', () => {
  const schema = durationSeconds({ min: 5, max: 3600 });

  test.each([
    ['5s', 5],
    ['90s', 90],
    ['2m', 120],
    ['1h', 3600],
  ])('%s', (text, seconds) => expect(schema.parse(text)).toBe(seconds));

  test.each(['4s', '2h', '30', 's', '1.5m', '-5s', '5 s'])('%j is refused', (text) =>
    expect(messageOf(schema.safeParse(text))).toContain('from 5 s to 3,600 s'),
  );
});

describe('oneOf', () => {
  const schema = oneOf(['speaker', 'grid-9', 'grid-25']);

  test('takes a known name', () => expect(schema.parse('grid-9')).toBe('grid-9'));
  test('answers a slip with the nearest name', () =>
    expect(messageOf(schema.safeParse('gird-25'))).toBe(
      'did you mean "grid-25"? accepted: speaker, grid-9, grid-25',
    ));
  test('guesses nothing where nothing is near', () =>
    expect(messageOf(schema.safeParse('mosaic'))).toBe('accepted: speaker, grid-9, grid-25'));
});
