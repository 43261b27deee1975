import { expect, test } from 'vitest';
import { momentText, timelineOf } from './timeline.ts';

test('several observers make one timeline, cause before effect', () => {
  const fault = [{ atMs: 0, kind: 'fault', text: 'redis is killed' }] as const;
  const probes = [
    { atMs: 0, kind: 'probe', text: 'chat fails' },
    { atMs: -500, kind: 'note', text: 'steady' },
  ] as const;
  expect(timelineOf(probes, fault).map(({ text }) => text)).toEqual([
    'steady',
    'redis is killed',
    'chat fails',
  ]);
});

test('moments read from the fault on', () => {
  expect([-500, 0, 3254].map(momentText)).toEqual(['-0.50 s', '+0.00 s', '+3.25 s']);
});
