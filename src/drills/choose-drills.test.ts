import { expect, test } from 'vitest';
import { DRILLS } from './catalogue/index.ts';
import { chooseDrills } from './choose-drills.ts';

test('all are those of the profile that need no request of their own', () => {
  const lean = chooseDrills({ name: undefined, all: true }, 'lean').map(({ id }) => id);
  expect(lean).toContain('redis-down-35s');
  expect(lean).not.toContain('redis-down-7min');
  expect(chooseDrills({ name: 'redis-down-7min', all: false }, 'lean')).toHaveLength(1);
});

test('each id is there once and is spelt as commands are', () => {
  const ids = DRILLS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !/^[a-z0-9-]+$/.test(id))).toEqual([]);
});

test('a mistyped name is answered with the nearest', () => {
  expect(() => chooseDrills({ name: 'redis-master-kiled', all: false }, 'lean')).toThrow(
    'did you mean "redis-master-killed"?',
  );
});

test('nothing asked, and too much asked, are refused', () => {
  expect(() => chooseDrills({ name: undefined, all: false }, 'lean')).toThrow('which drill?');
  expect(() => chooseDrills({ name: 'redis-down-5s', all: true }, 'lean')).toThrow('say one of them');
});
