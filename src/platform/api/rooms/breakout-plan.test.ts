import { expect, test } from 'vitest';
import { planBreakouts } from './breakout-plan.ts';

const parentId = '7f3a2b10-0000-4000-8000-000000000001';

test('people are dealt out evenly, each to one room', () => {
  const people = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  const rooms = planBreakouts(parentId, ['Red', 'Green', 'Blue'], people);
  expect(rooms.map(({ name, assigned }) => [name, assigned])).toEqual([
    ['Red', ['a', 'd', 'g']],
    ['Green', ['b', 'e']],
    ['Blue', ['c', 'f']],
  ]);
});

test('a breakout room lives where its parent does', () => {
  const ids = planBreakouts(parentId, ['Red', 'Green'], []).map(({ id }) => id);
  expect(new Set(ids).size).toBe(2);
  for (const id of ids)
    expect(id).toMatch(/^7f[0-9a-f]{6}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
