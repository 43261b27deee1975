import { expect, test } from 'vitest';
import { DRILLS } from '../../src/drills/catalogue/index.ts';
import type { DrillResult, DrillRun } from '../../src/drills/drill-result.ts';
import { localGomeet } from './local-gomeet.ts';

/** What the series may take on two cores, deployment and taking down not counted. */
const seriesMs = 30 * 60_000;

/** A restore gives up what came after its moment, and a lost region what no archive had yet; all others keep every acknowledged write. */
const mayLose = new Set(['data-deleted', 'region-lost']);

test('every drill of profile ha passes, proves its fault, and the series takes half an hour at most', {
  tags: ['drills'],
  timeout: seriesMs + 10 * 60_000,
}, async () => {
  await using gomeet = localGomeet();
  await gomeet.run('deploy', '--profile', 'ha');
  const beganMs = performance.now();
  const { exitCode, data } = await gomeet.json('dr-drill', '--all', '--target', 'local');
  const tookMs = performance.now() - beganMs;
  const { drills } = data as unknown as { drills: readonly DrillResult[] };
  expect(drills.map(({ id }) => id)).toEqual(
    DRILLS.filter(({ onRequest }) => onRequest !== true).map(({ id }) => id),
  );
  for (const { id, runs } of drills) for (const run of runs) judge(id, run);
  expect(tookMs).toBeLessThanOrEqual(seriesMs);
  expect(exitCode).toBe(0);
});

function judge(id: string, run: DrillRun): void {
  expect.soft(run, `${id}: ${run.why.join('; ')}`).toMatchObject({ verdict: 'PASS', healthy: true });
  expect.soft(run.acknowledgedWrites, id).toBeGreaterThanOrEqual(1_000);
  expect.soft(run.proofs, id).not.toEqual([]);
  if (!mayLose.has(id)) expect.soft(run.rpoRows, id).toBe(0);
  for (const figure of [
    'detectionMs',
    'rtoFirstMs',
    'rtoStableMs',
    'rtoRedundantMs',
    'rpoRows',
    'rpoMs',
  ] as const)
    if (run[figure] === null) expect.soft(run.reasons[figure], `${id}: why ${figure} is null`).toBeTruthy();
}
