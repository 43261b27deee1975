import { expect, test } from 'vitest';
import { seededRandom } from '../../tests/support/room-run.ts';
import { ulid, ulidTime } from './ulid.ts';

test('the moment of the specification’s example', () => {
  expect(ulid(1_469_918_176_385, () => 0)).toBe('01ARYZ6S410000000000000000');
});

test('ids sort by time and give it back', () => {
  const random = seededRandom(3);
  const moments = [0, 1, 1_763_647_387_000, 1_763_647_387_001, 2 ** 48 - 1];
  const ids = moments.map((moment) => ulid(moment, random));
  expect([...ids].sort()).toEqual(ids);
  expect(ids.map(ulidTime)).toEqual(moments);
  for (const id of ids) expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
});

test('two of one moment differ', () => {
  const random = seededRandom(4);
  expect(ulid(5, random)).not.toBe(ulid(5, random));
});
