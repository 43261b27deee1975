/** Windows from 60 columns up: nothing that is made of words is wider than its window. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fitted } from '../../src/commands/fit-text.ts';
import { type CommandEntry, commandTable } from '../../src/commands/index.ts';
import { cellsOf } from '../../src/progress/window-text.ts';
import { runView } from '../../src/reporting/run-view.ts';
import { roomRun } from '../support/room-run.ts';
import { runCli } from '../support/run-cli.ts';

let emptyFolder: string;
beforeAll(async () => {
  emptyFolder = await mkdtemp(join(tmpdir(), 'gomeet-widths-'));
});
afterAll(() => rm(emptyFolder, { recursive: true }));

/** A path or an address alone in its line may be wider: broken, nobody could copy it. */
const tooWide = (text: string, columns: number): readonly string[] =>
  text.split('\n').filter((line) => cellsOf(line) > columns && line.trim().includes(' '));

const pathsOf = (table: readonly CommandEntry[], above = ''): readonly string[] =>
  table.flatMap(({ name, below = [] }) => [above + name, ...pathsOf(below, `${above}${name} `)]);

const helps = ['--help', ...pathsOf(commandTable).map((path) => `${path} --help`)];
const topics = [
  'getting-started',
  'targets',
  'config',
  'environment',
  'output',
  'files',
  'exit-codes',
  'telemetry',
];

describe.each([60, 80])('at %i columns', (columns) => {
  test.each(helps)('gomeet %s', async (commandLine) => {
    const { stdout } = await runCli(commandLine, { columns, onTerminal: true });
    expect(stdout).toContain('Usage: gomeet');
    expect(tooWide(stdout, columns)).toEqual([]);
  });

  test.each([
    ...topics.map((topic) => `help ${topic}`),
    'plan',
    'plan explain mediaNodes',
    'cost',
    'cost --compare',
    'cost catalog verify',
    'audit plans/written-2025.yaml',
    'config show --origin',
    'roadmap',
    'roadmap P2-T03',
    'roadmap --calendar',
  ])('gomeet %s', async (commandLine) => {
    const { stdout } = await runCli(commandLine, { columns, onTerminal: true });
    expect(stdout).not.toBe('');
    expect(tooWide(stdout, columns)).toEqual([]);
  });

  test.each(['report', 'status'])('gomeet %s where there is nothing yet', async (commandLine) => {
    const { stdout, stderr } = await runCli(commandLine, { columns, onTerminal: true, cwd: emptyFolder });
    expect(stdout + stderr).not.toBe('');
    expect(tooWide(stdout, columns)).toEqual([]);
  });

  // It draws the economics a thousand times over.
  test('gomeet cost --economics', { timeout: 60_000 }, async () => {
    const { stdout } = await runCli('cost --economics', { columns, onTerminal: true });
    expect(tooWide(stdout, columns)).toEqual([]);
  });

  test('the view of a run', () => {
    const text = fitted(runView(roomRun(), { columns, color: false }), columns);
    expect(tooWide(text, columns)).toEqual([]);
  });
});

test('a pipe gets the lines whole', async () => {
  const { stdout } = await runCli('help output', { columns: 60 });
  expect(tooWide(stdout, 60)).not.toEqual([]);
});

test('what programs read keeps its lines, also on a narrow terminal', async () => {
  const inWindow = await runCli('cost --format csv', { columns: 60, onTerminal: true });
  expect(inWindow.stdout).toBe((await runCli('cost --format csv')).stdout);
  expect(tooWide(inWindow.stdout, 60)).not.toEqual([]);
});
