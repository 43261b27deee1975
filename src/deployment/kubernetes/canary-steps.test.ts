import { describe, expect, test } from 'vitest';
import { decideStep, parseCanarySteps } from './canary-steps.ts';

test('steps are rising percentages that end in all', () => {
  expect(parseCanarySteps('5,25,50,100')).toEqual([5, 25, 50, 100]);
  expect(parseCanarySteps('100')).toEqual([100]);
});

test.each(['', '5', '5,5,100', '50,25,100', '0,100', '5,101', '1.5,100', '5,x,100', '100,'])(
  'refuses %j and says what is accepted',
  (text) => expect(() => parseCanarySteps(text)).toThrow(/rising whole percentages that end in 100/),
);

describe('a step', () => {
  const times = { holdMs: 300_000, atMostMs: 900_000 };
  test.each([
    ['a fault counts at once', 'FAILED', 1, 'take-back'],
    ['well, but too early', 'PASS', 299_999, 'hold'],
    ['well for long enough', 'PASS', 300_000, 'next'],
    ['doubt is given more time', 'INCONCLUSIVE', 899_999, 'hold'],
    ['but not for ever', 'INCONCLUSIVE', 900_000, 'take-back'],
  ] as const)('%s', (_what, status, heldMs, decision) =>
    expect(decideStep({ status }, heldMs, times)).toBe(decision),
  );

  test('a hold beyond the limit is the limit', () =>
    expect(decideStep({ status: 'INCONCLUSIVE' }, 20, { holdMs: 30, atMostMs: 10 })).toBe('hold'));
});
