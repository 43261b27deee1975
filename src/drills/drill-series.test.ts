import { expect, test } from 'vitest';
import { DRILLS } from './catalogue/index.ts';
import type { DrillRun } from './drill-result.ts';
import { runSeries } from './drill-series.ts';

const [first, second, third] = DRILLS as [
  (typeof DRILLS)[number],
  (typeof DRILLS)[number],
  (typeof DRILLS)[number],
];
const drills = [first, second, third];
const good = { interrupted: false, healthy: true } as DrillRun;

/** @param answers what each run in turn comes to; an error is thrown */
async function series(answers: readonly (DrillRun | Error)[], repeat = 1) {
  const asked: string[] = [];
  const signal = new AbortController().signal;
  const where = { rest: async () => {} };
  const { results, partialReason } = await runSeries(
    { drills, repeat },
    where,
    signal,
    async ({ id }, number) => {
      const answer = answers[asked.length] ?? good;
      asked.push(`${id} ${number}`);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  );
  return { asked, kept: [...results].map(([{ id }, runs]) => `${id} ${runs.length}`), partialReason };
}

test('each drill runs as often as asked before the next', async () => {
  expect(await series([], 2)).toEqual({
    asked: drills.flatMap(({ id }) => [`${id} 1`, `${id} 2`]),
    kept: drills.map(({ id }) => `${id} 2`),
    partialReason: null,
  });
});

test('a platform that is left unhealthy ends it, and so does whoever interrupts it', async () => {
  const unhealthy = await series([good, { ...good, healthy: false }]);
  expect(unhealthy.asked).toHaveLength(2);
  expect(unhealthy.partialReason).toBe(`the platform is not healthy after ${second.id}`);
  const interrupted = await series([{ ...good, interrupted: true, healthy: null }]);
  expect(interrupted.kept).toEqual([`${first.id} 1`]);
  expect(interrupted.partialReason).toBe('interrupted by the user');
});

test('what was shown before a drill that cannot be prepared is kept', async () => {
  expect(await series([good, new Error('the room of the drill could not be opened')])).toEqual({
    asked: [`${first.id} 1`, `${second.id} 1`],
    kept: [`${first.id} 1`],
    partialReason: `${second.id} could not be run: the room of the drill could not be opened`,
  });
});

test('with nothing to keep it is an error like any other', () =>
  expect(series([new Error('no account could be made')])).rejects.toThrow('no account could be made'));
