/**
 * Real Chromiums in a room of the real platform: what they measure, and that nothing of them stays, whether the run ends
 * well, a browser is killed under it, the user ends it, or no browser starts at all.
 */
import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Run, RunSchema } from '../../src/results/run.ts';
import { type LocalGomeet, localGomeet, outcomeOf, processesOf, until } from '../local/local-gomeet.ts';

const browser = { tags: ['browser'] };

const readRun = async (directory: string): Promise<Run> =>
  RunSchema.parse(JSON.parse(await readFile(join(directory, 'run.json'), 'utf8')));

async function newestRun(folder: string): Promise<Run> {
  const runs = join(folder, 'reports', 'runs');
  const [newest = ''] = (await readdir(runs)).sort().reverse();
  return readRun(join(runs, newest));
}

const profilesIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => name.startsWith('gomeet-browser-'));

/** Main processes of the Chromiums that a run in this folder has started; their helpers have a type. */
const chromiumsOf = (folder: string): number[] =>
  processesOf(folder)
    .filter((line) => line.includes('--user-data-dir=') && !line.includes('--type='))
    .map((line) => Number.parseInt(line, 10));

describe('loadtest browser', () => {
  let gomeet: LocalGomeet;
  let folder: string;
  beforeAll(async () => {
    const deployed = localGomeet();
    folder = deployed.folder;
    const { exitCode, stderr } = await deployed.run('deploy');
    expect(exitCode, stderr).toBe(0);
    // Profiles of browsers go into the folder, so that its name finds both them and their processes.
    gomeet = { ...localGomeet({ folder, env: { TMPDIR: folder } }) };
  }, 60_000);
  afterAll(() => localGomeet({ folder })[Symbol.asyncDispose]());

  const nothingStays = (): void => {
    expect(chromiumsOf(folder)).toEqual([]);
    expect(profilesIn(folder)).toEqual([]);
  };

  test(
    'two browsers see one another; their latency stands beside that of light participants',
    browser,
    async () => {
      const { data } = await gomeet.json(
        ...['loadtest', 'browser', '--browsers', '2', '--participants', '4', '--duration', '6s'],
      );
      const { runDirectory, report }: { runDirectory: string; report: string } = data;
      const run = await readRun(runDirectory);
      expect(run.partialReason).toBeNull();
      expect(run.counts).toMatchObject({
        browsersRequested: 2,
        browsersJoined: 2,
        browsersWithPicture: 2,
        participantsJoined: 4,
      });
      // 6 s at 21 frames a second both ways are 252; half of them prove the reading even on a machine that is busy.
      expect(run.histograms.glassToGlassUs?.count).toBeGreaterThan(126);
      expect(run.counts.browserFramesUnreadable).toBeLessThan(10);
      expect(run.kpis.filter(({ samples }) => samples === 0)).toEqual([]);
      const tables = new Map(run.tables?.map((table) => [table.id, table]));
      const means = tables.get('latency-parts')?.rows.map(([, mean]) => Number(mean)) ?? [];
      const sum = means.pop() ?? 0;
      expect(means).toHaveLength(6);
      expect(means.reduce((total, mean) => total + mean, 0)).toBeCloseTo(sum, 6);
      const glass = run.histograms.glassToGlassUs;
      expect(sum).toBeCloseTo((glass?.sum ?? 0) / (glass?.count ?? 1) / 1000, 6);
      expect(tables.get('latency-ways')?.rows.length).toBeGreaterThanOrEqual(3);
      expect(tables.get('browsers')?.rows).toHaveLength(2);
      expect(run.findings.map(({ code }) => code)).toContain('browser-latency');
      expect(await readFile(report, 'utf8')).toContain('From painted to shown in a browser');
      nothingStays();
    },
  );

  test(
    'a killed browser and then Ctrl-C: a partial report that names both, and nothing stays',
    browser,
    async () => {
      const child = gomeet.start('loadtest', 'browser', '--participants', '2', '--duration', '10m');
      let stderr = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        stderr += chunk.toString();
      });
      const outcome = outcomeOf(child);
      await until('the hold', () => stderr.includes('Holding'));
      const [victim = 0] = chromiumsOf(folder);
      process.kill(victim, 'SIGKILL');
      child.kill('SIGINT');
      expect((await outcome).exitCode).toBe(130);
      const run = await newestRun(folder);
      expect(run).toMatchObject({ partial: true, partialReason: 'interrupted by the user' });
      expect(run.errors.map(({ what }) => what)).toContainEqual(
        expect.stringMatching(/^browser \d dropped out$/),
      );
      nothingStays();
    },
  );

  test('a browser that cannot start: a verdict and a report that say why', browser, async () => {
    const broken = join(folder, 'broken-chromium');
    writeFileSync(broken, '#!/bin/sh\n[ "$1" = --version ] && echo "Chromium 150.0.0.0" || exit 21\n');
    chmodSync(broken, 0o755);
    const unlucky = localGomeet({ folder, env: { TMPDIR: folder, GOMEET_CHROMIUM: broken } });
    const { exitCode } = await unlucky.json('loadtest', 'browser', '--participants', '2', '--duration', '5s');
    expect(exitCode).toBe(5);
    const run = await newestRun(folder);
    expect(run.partialReason).toMatch(/^the browsers did not start: .*broken-chromium gave no answer/);
    expect(run.verdict.status).toBe('NO DATA');
    nothingStays();
  });
});
