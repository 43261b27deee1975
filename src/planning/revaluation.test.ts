import { expect, test } from 'vitest';
import { computed, derive, input } from './quantity.ts';
import { revaluer } from './revaluation.ts';

const people = input({ id: 'people', title: 'people', unit: 'participant' }, 500, 'given');
const each = input({ id: 'each', title: 'each', unit: 'bit/s/participant' }, 10, 'given');
const rate = derive({ id: 'rate', title: 'rate', unit: 'bit/s' }, 'people * each', { people, each });
const twice = derive({ id: 'twice', title: 'twice', unit: 'bit/s' }, 'rate + max(rate, other)', {
  rate,
  other: input({ id: 'other', title: 'other', unit: 'bit/s' }, 60, 'given'),
});

test('runs the formulas again for another value, and leaves the quantities alone', () => {
  const at = revaluer(people, { rate, twice });
  expect(at(3)).toEqual({ rate: 30, twice: 90 });
  expect(at(7)).toEqual({ rate: 70, twice: 140 });
  expect(rate.value).toBe(5000);
});

test('keeps what does not hang on the value', () => {
  expect(revaluer(people, { each, people })(2)).toEqual({ each: 10, people: 2 });
});

test('refuses an algorithm, which it could not run', () => {
  const found = computed({ id: 'found', title: 'found', unit: 'bit/s' }, 'by search', { rate }, 1);
  expect(() => revaluer(people, { found })).toThrow('found is no formula');
});
