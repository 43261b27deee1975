/** The command `plan` from typing to file: the reference event, explain, diff, growth, and input that is refused. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PlanDocument, planSchema } from '../../src/planning/plan.ts';
import { runCli } from '../support/run-cli.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'gomeet-plan-'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const plan = (flags = '') => runCli(`plan ${flags}`, { cwd });
const planned = async (flags = ''): Promise<PlanDocument> => {
  const { stdout, exitCode } = await plan(`${flags} --json --samples 0`);
  expect(exitCode).toBe(0);
  return planSchema.parse((JSON.parse(stdout) as { data: { plan: unknown } }).data.plan);
};

test('without a file it plans the reference event, and plans/reference.yaml says the same', async () => {
  const byDefault = await planned();
  expect(byDefault.lines[byDefault.totals.participants ?? '']?.value).toBe(50_000);
  const file = new URL('../../plans/reference.yaml', import.meta.url).pathname;
  expect(await planned(file)).toEqual(byDefault);
});

test('the table holds headline with spread, nodes and pods, in 80 columns', async () => {
  const { stdout, stderr, exitCode } = await plan('--samples 50');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/media, on the wire +294 Gbit\/s/);
  expect(stdout).toMatch(/media +55 +5 +c-48-intel +48 +96 GiB +10 Gbit\/s/);
  expect(stdout).toContain('P10 to P90 of 50 draws, seed 1');
  const tables = stdout.split('\n').filter((line) => !line.startsWith('A media node'));
  expect(Math.max(...tables.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(stderr).toContain('staging');
});

test('the same seed gives the same document', async () => {
  const [one, other] = [
    await plan('--json --samples 40 --seed 9'),
    await plan('--json --samples 40 --seed 9'),
  ];
  expect(one.stdout).toBe(other.stdout);
});

test('a plan is written only where --out says, and diff and explain read it', async () => {
  const before = await readdir(cwd);
  await plan('--samples 0');
  expect(await readdir(cwd)).toEqual(before);
  await plan('--samples 0 --out a.json');
  await plan('--samples 0 --node-size c-32-intel --out b.json');
  const diff = await runCli('plan diff a.json b.json', { cwd });
  expect(diff.exitCode).toBe(0);
  expect(diff.stdout).toContain('55 × c-48-intel, 48 cores, 96 GiB  →  110 × c-32-intel');
  expect((await runCli('plan diff a.json a.json', { cwd })).stdout).toContain('plan the same');
  const { stdout } = await runCli('plan explain mediaNodes --plan b.json', { cwd });
  expect(stdout).toContain('= ceil(100 meeting / 1 meeting/node)');
  const { data } = JSON.parse((await runCli('plan diff a.json b.json --json', { cwd })).stdout);
  expect(data.pools).toHaveLength(1);
});

test('growth of 5 % a month over a year makes 1.05^12 = 1.8 times as many meetings', async () => {
  const { stdout } = await plan('--json --samples 0 --growth 5%/month --horizon 12');
  const { growth } = (JSON.parse(stdout) as { data: { growth: { totals: Record<string, number> }[] } }).data;
  expect(growth).toHaveLength(13);
  expect(growth[12]?.totals.meetings).toBe(Math.ceil(100 * 1.05 ** 12));
  expect(growth[12]?.totals.mediaNodes).toBe(90 + 9);
});

test('growth beyond what the sizes of today carry takes others, and says which', async () => {
  const { stdout } = await plan('--samples 0 --growth 100%/month --horizon 6');
  expect(stdout).toMatch(/ +6 +6,400 +3,200,000 .* worker on \S+/);
});

test('Ctrl-C ends the draws, and nothing is written', async () => {
  const signal = AbortSignal.abort();
  const { exitCode } = await runCli('plan --samples 5000 --out interrupted.json', { cwd, signal });
  expect(exitCode).toBe(130);
  await expect(readFile(join(cwd, 'interrupted.json'))).rejects.toThrow('ENOENT');
});

describe('refused, exit 2, and nothing is written', () => {
  test.each([
    ['event:\n  meetings: [{count: -1, participants: 500}]\n', 'bad.yaml:2: event.meetings.0.count: '],
    ['event:\n  layout:\n    smallTiles: .nan\n', 'bad.yaml:3: event.layout.smallTiles: accepted: a number'],
    ['event:\n  meetings: [{count: 1e6, participants: 1e5}]\n', '100,000,000,000 people at once in all'],
    ['event:\n  joinSeconds: {low: 9, mode: 5, high: 6}\n', 'event.joinSeconds: accepted: '],
    ['event:\n  meetings: [{count: 3}]\n', 'event.meetings.0.participants: '],
    ['event:\n  meeting: 3\n', 'unknown key "event.meeting"'],
    ['event:\n  meetings: []\n', 'event.meetings: '],
    ['event:\n  codec: h266\n', 'event.codec: '],
    ['event:\n  meetings: [{count: 1, participants: 100000}]\n', 'does not fit'],
    ['plan:\n  mediaNodeSize: c-16-intl\n', 'nearest: c-16-intel'],
    ['plan:\n  provider: digitalocaen\n', 'digitalocean'],
    ['event: [\n', 'bad.yaml:2:1: '],
  ])('%j', async (text, message) => {
    await writeFile(join(cwd, 'bad.yaml'), text);
    const { stdout, stderr, exitCode } = await plan('bad.yaml --out never.json');
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(await readdir(cwd)).not.toContain('never.json');
  });

  test.each([
    ['nowhere.yaml', 'nowhere.yaml cannot be read'],
    ['--growth lots', 'accepted: growth a month'],
    ['--horizon 12', 'nothing grows'],
    ['--samples -5', 'accepted: a whole number'],
    ['--node-size g-16vcpu-64gb', 'The nearest size that carries it is c-32-intel'],
    ['--calibration nowhere.json', 'nowhere.json'],
    ['explain mediaNods', 'nearest: mediaNodes'],
    ['explain mediaNodes --plan bad.yaml', 'bad.yaml is an event, and no plan'],
  ])('plan %s', async (flags, message) => {
    const { stderr, exitCode } = await plan(flags);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});

test('a file of something else is not written over', async () => {
  await writeFile(join(cwd, 'notes.txt'), 'what I must not forget');
  expect((await plan('--samples 0 --out notes.txt')).exitCode).toBe(7);
  expect(await readFile(join(cwd, 'notes.txt'), 'utf8')).toBe('what I must not forget');
});
