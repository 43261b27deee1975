import { expect, test } from 'vitest';
import { judgeTask } from './evidence.ts';

const run = (counts: Record<string, number>, status: 'PASS' | 'MISSED' = 'PASS', partial = false) => ({
  id: '01KAXN0000000000000000000A',
  kind: 'loadtest room',
  counts,
  partial,
  verdict: { status, exitCode: 0, summary: '' } as const,
});
const tested = { is: 'a', test: 'tests/x.test.ts: y' };
const measured = { is: 'b', run: 'loadtest room', atLeast: { participantsReceiving: 500 } };
const open = { is: 'c', open: 'nobody has tried' };

test('a run that passed and reached the counts shows a criterion; others show nothing', () => {
  const judged = (runs: Parameters<typeof judgeTask>[1]) => judgeTask({ criteria: [measured] }, runs);
  expect(judged([run({ participantsReceiving: 500 })])).toEqual({
    state: 'done',
    findings: [{ is: 'b', isShown: true, evidence: 'run 01KAXN0000000000000000000A' }],
  });
  const none = [
    [],
    [run({ participantsReceiving: 499 })],
    [run({ participantsReceiving: 500 }, 'MISSED')],
    [run({ participantsReceiving: 500 }, 'PASS', true)],
    [{ ...run({ participantsReceiving: 500 }), kind: 'loadtest rooms' }],
  ];
  for (const runs of none) expect(judged(runs).state).toBe('not started');
  expect(judged([]).findings[0]?.evidence).toBe(
    'no recorded run of gomeet loadtest room with participantsReceiving ≥ 500 has passed here',
  );
});

test('a task is done when all is shown, under way when some is', () => {
  expect(judgeTask({ criteria: [tested] }, []).state).toBe('done');
  expect(judgeTask({ criteria: [tested, open] }, []).state).toBe('in progress');
  expect(judgeTask({ criteria: [open] }, [])).toEqual({
    state: 'not started',
    findings: [{ is: 'c', isShown: false, evidence: 'nobody has tried' }],
  });
});
