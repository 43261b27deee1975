/**
 * Journeys through the real API, small: that what was asked arrives, shared by two processes, and that an interrupted
 * load leaves a partial run. Response times are not looked at here.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RunSchema } from '../../src/results/run.ts';
import { type LocalGomeet, localGomeet, outcomeOf, until } from './local-gomeet.ts';

const slow = { tags: ['slow'] };
let gomeet: LocalGomeet;
beforeAll(async () => {
  gomeet = localGomeet();
  const deployed = await gomeet.run('deploy');
  expect(deployed.exitCode, deployed.stderr).toBe(0);
}, 60_000);
afterAll(() => gomeet[Symbol.asyncDispose]());

async function runOf(stdout: string) {
  const { data, exitCode } = JSON.parse(stdout) as { data: { runDirectory: string }; exitCode: number };
  const text = await readFile(join(data.runDirectory, 'run.json'), 'utf8');
  return { run: RunSchema.parse(JSON.parse(text)), exitCode };
}

test('two processes share the journeys; every endpoint of the journeys answers well', slow, async () => {
  const { stdout } = await gomeet.run(
    ...['loadtest', 'api', '--rate', '6', '--duration', '6s', '--parallelism', '2', '--json'],
  );
  const { run, exitCode } = await runOf(stdout);
  expect(exitCode).toBe(run.verdict.exitCode);
  // 6 a second for 6 s, and half of that while the rate rises and falls for a second each.
  expect(run.counts).toMatchObject({
    journeysRequested: 42,
    journeysCompleted: 42,
    journeysFailed: 0,
    journeysRefused: 0,
    droppedIterations: 0,
  });
  // One of twenty is new; the numbers of both processes are even and odd, so nobody registers twice.
  expect(run.counts.newcomers).toBeGreaterThan(0);
  expect(run.errors).toEqual([]);
  const held = (step: string): number => run.histograms[`apiRequestUs.${step}`]?.count ?? 0;
  for (const step of ['create-room', 'room', 'join', 'participants', 'leave', 'end-room', 'profile']) {
    expect(held(step), step).toBeGreaterThan(0);
  }
  expect(run.gates.find(({ id }) => id === 'generator-dropped')).toMatchObject({ passed: true });
});

test('Ctrl-C in the hold: exit code 130, and a partial run of what was measured', slow, async () => {
  const child = gomeet.start(
    'loadtest',
    'api',
    '--rate',
    '5',
    '--duration',
    '10m',
    '--shape',
    'smoke',
    '--json',
  );
  let progress = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    progress += chunk;
  });
  const ended = outcomeOf(child);
  await until('a second of the hold', () => /Holding [1-9]/.test(progress));
  child.kill('SIGINT');
  const { stdout, exitCode } = await ended;
  expect(exitCode).toBe(130);
  const { run } = await runOf(stdout);
  expect(run).toMatchObject({ partial: true, partialReason: 'interrupted by the user' });
});
