/**
 * The measured room on the real platform: good, interrupted, and with the database killed under it. Small, so that it
 * is about what the run says and leaves behind, not about load.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RunSchema } from '../../src/results/run.ts';
import { localGomeet, processesOf, until } from './local-gomeet.ts';

const slow = { tags: ['slow'] };
const runsOf = (folder: string): string => join(folder, 'reports', 'runs');

describe('loadtest room', () => {
  let gomeet: ReturnType<typeof localGomeet>;
  beforeAll(async () => {
    gomeet = localGomeet();
    const deployed = await gomeet.run('deploy');
    expect(deployed.exitCode, deployed.stderr).toBe(0);
  }, 60_000);
  afterAll(() => gomeet[Symbol.asyncDispose]());

  test('everyone joins and receives; the run, its report and its verdict are written', slow, async () => {
    const args = ['loadtest', 'room', '--participants', '12', '--publishers', '3', '--duration', '5s'];
    const { exitCode, data } = await gomeet.json(...args);
    const { counts, report, runDirectory, verdict } = data as {
      counts: Record<string, number>;
      report: string;
      runDirectory: string;
      verdict: { exitCode: number };
    };
    expect(counts).toMatchObject({
      participantsRequested: 12,
      participantsJoined: 12,
      participantsReceiving: 12,
      rooms: 1,
      // 9 viewers see 3 cameras and hear 1 microphone; the first publisher sees 2; the others see 2 and hear 1.
      tracksExpected: 9 * 4 + 2 + 2 * 3,
      packetsLostByGenerator: 0,
      framesBroken: 0,
    });
    expect(counts['framesChecked']).toBeGreaterThan(0);
    expect(exitCode).toBe(verdict.exitCode);
    const run = RunSchema.parse(JSON.parse(await readFile(join(runDirectory, 'run.json'), 'utf8')));
    expect(run.kpis.filter(({ samples }) => samples === 0)).toEqual([]);
    expect(await readFile(report, 'utf8')).toContain('<html');
    // The plan held the accounts' password.
    expect(await readdir(join(runDirectory, 'generator'))).not.toContain('plan.json');
  });

  test('Ctrl-C in the hold: exit code 130, a partial report, no process left', slow, async () => {
    const running = gomeet.start('loadtest', 'room', '--participants', '6', '--duration', '10m');
    await until(() => running.stderr().includes('Holding'));
    running.kill('SIGINT');
    expect(await running.exitCode).toBe(130);
    const [newest = ''] = (await readdir(runsOf(gomeet.folder))).sort().reverse();
    const run = RunSchema.parse(JSON.parse(await readFile(join(runsOf(gomeet.folder), newest, 'run.json'), 'utf8')));
    expect(run).toMatchObject({ partial: true, partialReason: 'interrupted by the user' });
    expect(run.counts['participantsJoined']).toBe(6);
    expect(processesOf(gomeet.folder).filter((line) => line.includes('k6'))).toEqual([]);
  });

  test('a second command while one runs is told who holds the target', slow, async () => {
    const running = gomeet.start('loadtest', 'room', '--participants', '2', '--duration', '10m');
    await until(() => running.stderr().includes('Signing in'));
    const second = await gomeet.json('loadtest', 'room');
    expect(second).toMatchObject({ exitCode: 7, error: { code: 'locked' } });
    running.kill('SIGINT');
    expect(await running.exitCode).toBe(130);
  });

  test('PostgreSQL killed during the run is a finding, and the report is written', slow, async () => {
    const running = gomeet.start('loadtest', 'room', '--participants', '6', '--duration', '10s', '--json');
    await until(() => running.stderr().includes('Holding'));
    process.kill(await gomeet.processIdOf('postgres'), 'SIGKILL');
    await running.exitCode;
    const { data } = JSON.parse(running.stdout()) as { data: { findings: { title: string }[]; report: string } };
    expect(data.findings.map(({ title }) => title)).toContain('postgres ended during the run');
    expect(await readFile(data.report, 'utf8')).toContain('postgres ended during the run');
  });
});
