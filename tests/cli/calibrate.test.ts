/** `calibrate` from recorded runs to a profile that `plan --calibration` can read, and what it refuses. */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCalibration } from '../../src/planning/calibration/read-calibration.ts';
import type { Run } from '../../src/results/run.ts';
import { calibrationRun } from '../support/calibration-run.ts';
import { runCli } from '../support/run-cli.ts';

let cwd: string;
const ids: string[] = [];

/** Ten rooms of growing size and changing make, whose server spends 15 µs a packet, 0.4 ms a track, 50 µs a packet in. */
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'gomeet-calibrate-'));
  for (let index = 0; index < 10; index += 1) {
    const participants = 10 + 9 * index;
    const tracksOut = participants * (1 + (index % 4));
    const packetsOut = tracksOut * (20 + 25 * (index % 3));
    const packetsIn = 60 + 130 * ((index * 7) % 10);
    ids.push(
      await store(
        calibrationRun({
          participants,
          tracksOut,
          packetsOut,
          payloadBitsOut: packetsOut * 8000,
          packetsIn,
          cores: 0.02 + 0.0004 * tracksOut + 15e-6 * packetsOut + 50e-6 * packetsIn,
        }),
      ),
    );
  }
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

async function store(run: Run): Promise<string> {
  const directory = join(cwd, 'reports/runs', run.id);
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'run.json'), JSON.stringify(run));
  return run.id;
}

test('ids, beginnings of ids and directories become a profile, and runs that are held out are predicted', async () => {
  const [first = '', second = '', third = '', ...others] = ids;
  const { stdout, exitCode } = await runCli(
    [
      'calibrate',
      join('reports/runs', second),
      ...[third, ...others],
      ...['--hold-out', first, '--out', 'two-cores.json', '--json'],
    ],
    { cwd },
  );
  expect(exitCode).toBe(0);
  const { data } = JSON.parse(stdout) as { data: { file: string; calibration: { name: string } } };
  const profile = await readCalibration(join(cwd, 'two-cores.json'));
  expect(data.calibration).toEqual(JSON.parse(JSON.stringify(profile)));
  expect(profile.name).toBe('two-cores');
  expect(profile.media.cpu.runs).toHaveLength(9);
  expect(profile.media.heldOut.map(({ run }) => run)).toEqual([first]);
  expect(Math.abs(profile.media.heldOut[0]?.relativeError ?? 1)).toBeLessThan(0.01);
});

test('the table names the file and the next command', async () => {
  const { stdout, exitCode } = await runCli(['calibrate', ...ids, '--out', 'table.json'], { cwd });
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Measured within, extrapolated outside');
  expect(stdout).toContain('Next: gomeet plan --calibration table.json');
});

test('too few runs: exit code 5, what is needed, and nothing is written', async () => {
  const { stderr, exitCode } = await runCli(['calibrate', ...ids.slice(0, 3), '--out', 'few.json'], { cwd });
  expect(exitCode).toBe(5);
  expect(stderr).toContain('3 usable runs for 7 costs');
  expect(await readdir(cwd)).not.toContain('few.json');
});

test('a run that is not there: exit code 2, and how to find those that are', async () => {
  const { stderr, exitCode } = await runCli('calibrate 7ZZZZ', { cwd });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('no run in');
  expect(stderr).toContain('gomeet report list');
});

test('a file that is no profile is refused with the place in it', async () => {
  await writeFile(join(cwd, 'broken.json'), '{"schema": "gomeet.calibration/v1", "name": 3}');
  await expect(readCalibration(join(cwd, 'broken.json'))).rejects.toThrow(/broken\.json .*\nname: /s);
  await expect(readCalibration(join(cwd, 'missing.json'))).rejects.toThrow(/cannot be read/);
});
