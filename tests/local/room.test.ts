/**
 * The measured room on the real platform: good, interrupted, and with the database killed under it. Small, so that it
 * is about what the run says and leaves behind, not about load.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RunSchema } from '../../src/results/run.ts';
import { type LocalGomeet, localGomeet, until } from './local-gomeet.ts';
import { generatorsOf, started } from './running-gomeet.ts';

const slow = { tags: ['slow'] };
const runsOf = (folder: string): string => join(folder, 'reports', 'runs');

describe('loadtest room', () => {
  let gomeet: LocalGomeet;
  beforeAll(async () => {
    gomeet = localGomeet();
    const deployed = await gomeet.run('deploy');
    expect(deployed.exitCode, deployed.stderr).toBe(0);
  }, 60_000);
  afterAll(() => gomeet[Symbol.asyncDispose]());

  test('everyone joins and receives; the run, its report and its verdict are written', slow, async () => {
    const args = ['loadtest', 'room', '--participants', '12', '--publishers', '3', '--duration', '5s'];
    const { exitCode, data } = await gomeet.json(...args);
    const {
      counts,
      report,
      runDirectory,
      verdict,
    }: {
      counts: Record<string, number>;
      report: string;
      runDirectory: string;
      verdict: { exitCode: number };
    } = data;
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
    expect(counts.framesChecked).toBeGreaterThan(0);
    expect(exitCode).toBe(verdict.exitCode);
    const run = RunSchema.parse(JSON.parse(await readFile(join(runDirectory, 'run.json'), 'utf8')));
    expect(run.kpis.filter(({ samples }) => samples === 0)).toEqual([]);
    expect(await readFile(report, 'utf8')).toContain('<html');
    // The plan held the accounts' password.
    expect(await readdir(join(runDirectory, 'generator'))).not.toContain('plan.json');
  });

  test('Ctrl-C in the hold: exit code 130, a partial report, no process left', slow, async () => {
    await using running = started(gomeet, 'loadtest', 'room', '--participants', '6', '--duration', '10m');
    await until('the hold', () => running.stderr().includes('Holding'));
    expect(generatorsOf(gomeet.folder)).toHaveLength(1);
    running.kill('SIGINT');
    expect(await running.exitCode).toBe(130);
    const [newest = ''] = (await readdir(runsOf(gomeet.folder))).sort().reverse();
    const run = RunSchema.parse(
      JSON.parse(await readFile(join(runsOf(gomeet.folder), newest, 'run.json'), 'utf8')),
    );
    expect(run).toMatchObject({ partial: true, partialReason: 'interrupted by the user' });
    expect(run.counts.participantsJoined).toBe(6);
    expect(generatorsOf(gomeet.folder)).toEqual([]);
  });

  test('a killed gomeet takes its load with it', slow, async () => {
    await using running = started(gomeet, 'loadtest', 'room', '--participants', '2', '--duration', '10m');
    await until('the hold', () => running.stderr().includes('Holding'));
    running.kill('SIGKILL');
    await until('the end of the load', () => generatorsOf(gomeet.folder).length === 0);
    // Killed, it could not remove the plan with the accounts' password: the next run does.
    const plans = () =>
      readdirSync(runsOf(gomeet.folder), { recursive: true }).filter((file) =>
        String(file).endsWith('plan.json'),
      );
    expect(plans()).toHaveLength(1);
    await gomeet.run('loadtest', 'room', '--participants', '2', '--duration', '5s');
    expect(plans()).toEqual([]);
  });

  test.runIf(process.getuid?.() === 0)(
    'a disk that is full is told, and no half run is left',
    slow,
    async () => {
      const disk = mkdtempSync(join(tmpdir(), 'gomeet-disk-'));
      execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=4k', 'tmpfs', disk]);
      try {
        writeFileSync(join(disk, 'full'), Buffer.alloc(4096));
        const toThere = localGomeet({ folder: gomeet.folder, env: { GOMEET_REPORTS_DIRECTORY: disk } });
        const { exitCode, error } = await toThere.json(
          'loadtest',
          'room',
          '--participants',
          '2',
          '--duration',
          '5s',
        );
        expect({ exitCode, code: error?.code }).toEqual({ exitCode: 6, code: 'disk-full' });
        expect(readdirSync(disk)).toEqual(['full']);
      } finally {
        execFileSync('/bin/umount', [disk]);
        rmdirSync(disk);
      }
    },
  );

  test('a second command while one runs is told who holds the target', slow, async () => {
    await using running = started(gomeet, 'loadtest', 'room', '--participants', '2', '--duration', '10m');
    await until('the sign-in', () => running.stderr().includes('Signing in'));
    const second = await gomeet.json('loadtest', 'room');
    expect(second).toMatchObject({ exitCode: 7, error: { code: 'locked' } });
    running.kill('SIGINT');
    expect(await running.exitCode).toBe(130);
  });

  test('PostgreSQL killed during the run is a finding, and the report is written', slow, async () => {
    await using running = started(
      gomeet,
      'loadtest',
      'room',
      '--participants',
      '6',
      '--duration',
      '10s',
      '--json',
    );
    await until('the hold', () => running.stderr().includes('Holding'));
    process.kill(await gomeet.processIdOf('postgres'), 'SIGKILL');
    await running.exitCode;
    const { data } = JSON.parse(running.stdout()) as {
      data: { findings: { title: string }[]; report: string };
    };
    expect(data.findings.map(({ title }) => title)).toContain('postgres ended during the run');
    expect(await readFile(data.report, 'utf8')).toContain('postgres ended during the run');
  });
});
