import { expect, test } from 'vitest';
import { canarySteps, gradualRollout } from './gradual-rollout.ts';

test('without --canary the new version simply takes the old one’s place', () =>
  expect(gradualRollout({})).toBeUndefined());

test('a step is held for five minutes, and for fifteen where few people come', () =>
  expect(gradualRollout({ canary: [5, 100] })).toEqual({
    steps: [5, 100],
    holdMs: 300_000,
    atMostMs: 900_000,
    lookEveryMs: 5_000,
  }));

test('a hold of its own counts', () =>
  expect(gradualRollout({ canary: [100], canaryHold: 60 })).toMatchObject({
    holdMs: 60_000,
    atMostMs: 180_000,
  }));

test('a hold without steps is a contradiction', () =>
  expect(() => gradualRollout({ canaryHold: 60 })).toThrow('--canary-hold means nothing without --canary'));

test('shares are read when the command line is', () => {
  expect(canarySteps.parse('5,25,50,100')).toEqual([5, 25, 50, 100]);
  expect(() => canarySteps.parse('50')).toThrow(/accepted are rising whole percentages/);
});
