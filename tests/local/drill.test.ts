import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { DrillResult } from '../../src/drills/drill-result.ts';
import { RunSchema } from '../../src/results/run.ts';
import { localGomeet, until } from './local-gomeet.ts';
import { started } from './running-gomeet.ts';

const slow = { tags: ['slow'] };

interface Drilled {
  readonly runDirectory: string;
  readonly drills: readonly DrillResult[];
}

test(
  'a killed API worker is missed for less than two seconds, and nothing acknowledged is lost',
  slow,
  async () => {
    await using gomeet = localGomeet();
    await gomeet.run('deploy');
    const before = await gomeet.processIdOf('api-1');
    const { exitCode, data } = await gomeet.json('dr-drill', 'api-worker-killed');
    const { drills, runDirectory } = data as unknown as Drilled;
    const [run] = drills[0]?.runs ?? [];
    expect(run, JSON.stringify(run?.why)).toMatchObject({
      verdict: 'PASS',
      rpoRows: 0,
      rpoMs: 0,
      doubledRows: 0,
      healthy: true,
      participants: 5,
      participantsAffected: 0,
      commands: [`kill -KILL ${before}`],
      proofs: [`api-1: the kernel knows no process ${before} any more`],
    });
    expect(exitCode).toBe(0);
    expect(run?.rtoStableMs).toBeLessThanOrEqual(2_000);
    expect(run?.acknowledgedWrites).toBeGreaterThanOrEqual(1_000);
    expect(RunSchema.parse(JSON.parse(readFileSync(`${runDirectory}/run.json`, 'utf8'))).kind).toBe(
      'dr-drill',
    );
    expect(readFileSync(`${runDirectory}/report.html`, 'utf8')).toContain('An API worker is killed');
  },
);

test('Ctrl-C leaves the platform mended, and a partial report', slow, async () => {
  await using gomeet = localGomeet();
  await gomeet.run('deploy', '--api-workers', '1');
  await using drill = started(gomeet, 'dr-drill', 'redis-down-35s', '--json');
  await until('Redis to be stopped by the drill', async () =>
    (await gomeet.services()).some(({ name, state }) => name === 'redis' && state === 'stopped'),
  );
  drill.kill('SIGINT');
  expect(await drill.exitCode).toBe(130);
  const { data } = JSON.parse(drill.stdout()) as { data: Drilled };
  expect(data.drills[0]?.runs[0]).toMatchObject({ interrupted: true, verdict: 'INCONCLUSIVE' });
  const run = RunSchema.parse(JSON.parse(readFileSync(`${data.runDirectory}/run.json`, 'utf8')));
  expect(run).toMatchObject({ partial: true, partialReason: 'interrupted by the user' });
  await until('the platform to be whole', async () =>
    (await gomeet.services()).every(({ state }) => state === 'ready'),
  );
});

test('what would be broken is told without breaking it', slow, async () => {
  await using gomeet = localGomeet();
  await gomeet.run('deploy', '--api-workers', '1');
  const { stdout, exitCode } = await gomeet.run('dr-drill', '--all', '--dry-run');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('redis-down-35s');
  expect(stdout).toContain('Nothing is broken now.');
  const refused = await gomeet.run('dr-drill', 'postgres-primary-frozen');
  expect(refused).toMatchObject({ exitCode: 6 });
  expect(refused.stderr).toContain('needs the profile ha');
});
