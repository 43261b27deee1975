/**
 * Loads of many rooms on the real platform: split over processes, with people who come and go, searched for the knee,
 * and with parts of the platform dying under them. Small, so that it is about what the runs say and leave behind.
 */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RunSchema } from '../../src/results/run.ts';
import { type LocalGomeet, localGomeet, until } from './local-gomeet.ts';
import { generatorsOf, started } from './running-gomeet.ts';

const slow = { tags: ['slow'] };

interface RunData {
  readonly runDirectory: string;
  readonly report: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly verdict: { readonly exitCode: number; readonly status: string; readonly summary: string };
  readonly findings: readonly { readonly code: string; readonly title: string }[];
  readonly kpis: readonly { readonly id: string; readonly measured: number | null }[];
}

const runOf = async (data: RunData) =>
  RunSchema.parse(JSON.parse(await readFile(join(data.runDirectory, 'run.json'), 'utf8')));

describe('loads of many rooms', () => {
  let gomeet: LocalGomeet;
  beforeAll(async () => {
    gomeet = localGomeet();
    const deployed = await gomeet.run('deploy');
    expect(deployed.exitCode, deployed.stderr).toBe(0);
  }, 60_000);
  afterAll(() => gomeet[Symbol.asyncDispose]());

  /** Runs a load with `--json`; its exit code has to be that of its verdict, and its report to be there. */
  async function load<Data extends RunData>(...args: string[]): Promise<Data> {
    const { exitCode, data } = await gomeet.json('loadtest', ...args);
    const finished = data as Data;
    expect(exitCode).toBe(finished.verdict.exitCode);
    expect(await readFile(finished.report, 'utf8')).toContain('<html');
    return finished;
  }

  test('rooms over two processes are merged, and each has its line', slow, async () => {
    const flags = ['--rooms', '2', '--participants', '4', '--duration', '5s', '--parallelism', '2'];
    const data = await load('rooms', ...flags, '--data-users', '3', '--data-rate', '10');
    expect(data.counts).toMatchObject({
      participantsRequested: 8,
      participantsJoined: 8,
      participantsReceiving: 8,
      rooms: 2,
      // In each room two watch two cameras and hear one microphone; the publishers get one and two tracks.
      tracksExpected: 2 * (2 * 3 + 1 + 2),
      // In each room three send data messages to the two others; one of them has no camera.
      dataUsers: 6,
      reliableDataMessagesLost: 0,
    });
    expect(data.counts.dataMessagesReceived).toBeGreaterThan(2 * 6 * 10);
    const run = await runOf(data);
    expect(run.tables?.[0]?.rows.map(([name]) => name).sort()).toEqual(['Load test 1', 'Load test 2']);
    expect(run.parameters).toMatchObject({ rooms: 2, parallelism: 2 });
  });

  test('people who vanish come back, and those who stayed lose nothing', slow, async () => {
    const flags = ['--participants', '6', '--duration', '5s', '--turnover', '0', '--vanish', '50'];
    const data = await load('churn', ...flags, '--return-within', '1s');
    expect(data.counts).toMatchObject({
      participantsJoined: 6,
      participantsReceiving: 6,
      participantsVanished: 2,
      participantsRejoined: 2,
      stayedPacketsLost: 0,
    });
    expect(data.kpis.find(({ id }) => id === 'time-to-rejoin-p95')?.measured).toBeGreaterThan(0);
    expect(data.findings.map(({ code }) => code)).toContain('storm');
  });

  test('people who lose signalling alone resume, and nobody joins anew', slow, async () => {
    const flags = ['--participants', '6', '--duration', '5s', '--turnover', '0', '--vanish', '50'];
    const data = await load('churn', ...flags, '--return-within', '1s', '--reconnect', 'resume');
    expect(data.counts).toMatchObject({
      participantsReceiving: 6,
      participantsRejoined: 2,
      participantsResumed: 2,
      websocketsOpened: 6,
      stayedPacketsLost: 0,
    });
  });

  test('the search for the knee shows its steps and ends at its bound or at a miss', slow, async () => {
    interface Searched extends RunData {
      readonly capacity: { readonly of: string; readonly steps: readonly { readonly load: number }[] };
    }
    const flags = ['--from', '2', '--to', '4', '--max-steps', '2', '--step-duration', '5s'];
    const { capacity, ...data } = await load<Searched>('capacity', ...flags);
    expect(capacity.of).toBe('participants');
    // On a machine that is busy with something else already the first step may miss; then there is no smaller one.
    expect(capacity.steps[0]?.load).toBe(2);
    const run = await runOf(data);
    expect(run.tables?.[0]).toMatchObject({
      id: 'steps',
      rows: capacity.steps.map(({ load }) => expect.arrayContaining([load])),
    });
    expect(readdirSync(join(data.runDirectory, 'steps'))).toHaveLength(capacity.steps.length);
  });

  test('Ctrl-C in a search: exit code 130, a partial report, no process left', slow, async () => {
    await using running = started(
      gomeet,
      'loadtest',
      'capacity',
      '--from',
      '2',
      '--step-duration',
      '10m',
      '--json',
    );
    await until('the hold', () => running.stderr().includes('Holding'));
    running.kill('SIGINT');
    expect(await running.exitCode).toBe(130);
    const { data } = JSON.parse(running.stdout()) as { data: RunData };
    expect(await runOf(data)).toMatchObject({ partial: true, partialReason: 'interrupted by the user' });
    expect(generatorsOf(gomeet.folder)).toEqual([]);
  });

  test('an API process that dies half-way is a finding; media go on', slow, async () => {
    const flags = ['--rooms', '2', '--participants', '3', '--duration', '8s', '--json'];
    await using running = started(gomeet, 'loadtest', 'rooms', ...flags);
    await until('the hold', () => running.stderr().includes('Holding'));
    process.kill(await gomeet.processIdOf('api-1'), 'SIGKILL');
    const exitCode = await running.exitCode;
    const { data } = JSON.parse(running.stdout()) as { data: RunData };
    expect(exitCode).toBe(data.verdict.exitCode);
    expect(data.findings.map(({ title }) => title)).toContain('api-1 ended during the run');
    expect(data.counts.packetsLost).toBe(0);
  });

  test('a media server that vanishes half-way ends the run early, with a report', slow, async () => {
    const flags = ['--rooms', '2', '--participants', '3', '--duration', '10m', '--json'];
    await using running = started(gomeet, 'loadtest', 'rooms', ...flags);
    await until('the hold', () => running.stderr().includes('Holding'));
    process.kill(await gomeet.processIdOf('livekit'), 'SIGKILL');
    const exitCode = await running.exitCode;
    const { data } = JSON.parse(running.stdout()) as { data: RunData };
    expect(exitCode).toBe(data.verdict.exitCode);
    const run = await runOf(data);
    expect(run).toMatchObject({ partial: true });
    expect(run.partialReason).toContain('every participant has lost the room');
    expect(data.verdict.status).not.toBe('PASS');
    expect(generatorsOf(gomeet.folder)).toEqual([]);
  });
});
