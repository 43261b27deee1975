import { expect, test } from 'vitest';
import type { ProbeResult } from './probe.ts';
import { drillSight } from './show-doors.ts';

const probe = (startedAtMs: number, failure: string | null): ProbeResult => ({
  startedAtMs,
  endedAtMs: startedAtMs + 10,
  failure,
});

test('a drill shows what happened last, and each door with its failures and its state', () => {
  const sight = drillSight(
    new Map([
      ['api', { results: [probe(0, null), probe(50, 'HTTP 503')] }],
      ['chat', { results: [probe(0, 'late'), probe(50, null)] }],
      ['room-join', { results: [] }],
    ]),
    [{ atMs: 0, kind: 'fault', text: 'kill api-1' }],
  );
  expect(sight.text).toBe('kill api-1');
  expect(sight.figures.map(({ title, value, of, remark }) => [title, value, of, remark])).toEqual([
    ['api', 1, 2, 'fails: HTTP 503'],
    ['chat', 1, 2, 'answers'],
    ['room-join', 0, 0, 'not asked yet'],
  ]);
});
