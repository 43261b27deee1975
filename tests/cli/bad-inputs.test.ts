/**
 * What people and programs get wrong, with the whole answer to each: at least three rows a command, at most three a flag. Runs in
 * process and starts nothing.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CommandEntry, commandTable } from '../../src/commands/index.ts';
import { printable } from '../../src/printable-text.ts';
import { runCli } from '../support/run-cli.ts';
import type { BadInput } from './bad-inputs/bad-input.ts';
import { badClusters } from './bad-inputs/clusters.ts';
import { badConfiguration } from './bad-inputs/configuration.ts';
import { FIRST } from './bad-inputs/documents.ts';
import { interruptions } from './bad-inputs/interrupted.ts';
import { badLoads } from './bad-inputs/loads.ts';
import { placeFiles } from './bad-inputs/place-files.ts';
import { badPlans } from './bad-inputs/plans.ts';
import { badPlatform } from './bad-inputs/platform.ts';
import { badRuns } from './bad-inputs/runs.ts';
import { badWords } from './bad-inputs/words.ts';

const subjects: Readonly<Record<string, readonly BadInput[]>> = {
  words: badWords,
  configuration: badConfiguration,
  plans: badPlans,
  runs: badRuns,
  loads: badLoads,
  platform: badPlatform,
  clusters: badClusters,
  interruptions,
};
const rows = Object.values(subjects).flat();
const uninterrupted = rows.filter(({ isInterrupted }) => !isInterrupted);

const wordsOf = ({ line }: BadInput): readonly string[] =>
  typeof line === 'string' ? line.split(' ') : line;

/** As a person would read it in the list of tests. */
const shown = (row: BadInput): string =>
  printable(
    [
      ...Object.entries(row.env ?? {}).map(([name, value]) => `${name}=${value}`),
      'gomeet',
      ...wordsOf(row).map((word) => (word === '' ? '""' : word)),
      ...Object.entries(row.files ?? {}).map(([name, placed]) => `(${name}: ${contentOf(placed)})`),
    ].join(' '),
  );

const contentOf = (placed: unknown): string => JSON.stringify(placed).slice(0, 40);

describe.each(Object.entries(subjects))('%s', (_subject, ofSubject) => {
  test.each(ofSubject.map((row) => [shown(row), row] as const))('%s', async (_line, row) => {
    const cwd = await mkdtemp(join(tmpdir(), 'gomeet-bad-'));
    try {
      await placeFiles(cwd, row.files ?? {});
      const env = { KUBECONFIG: '{cwd}/nowhere', ...row.env };
      const { stdout, stderr, exitCode } = await runCli(row.line, {
        cwd,
        env: Object.fromEntries(
          Object.entries(env).map(([name, value]) => [name, value.replaceAll('{cwd}', cwd)]),
        ),
        now: () => Date.parse('2026-11-22T09:00:00Z'),
        ...(row.isInterrupted && { signal: AbortSignal.abort() }),
      });
      const read = row.read === undefined ? '' : `Read: ${row.read}\n`;
      const answer = `error ${row.error}\nNext: ${row.next}\n${read}`;
      expect(stderr.replaceAll(cwd, '{cwd}')).toBe(answer);
      expect(exitCode).toBe(row.exitCode);
      if (!row.line.includes('--json')) expect(stdout).toBe('');
    } finally {
      await rm(cwd, { recursive: true });
    }
  });
});

describe('the table', () => {
  const commandsOf = (table: readonly CommandEntry[], above = ''): readonly string[] =>
    table.flatMap(({ name, below = [] }) => [`${above}${name}`, ...commandsOf(below, `${above}${name} `)]);
  const commands = commandsOf(commandTable);
  /** The longest command that the words begin with. */
  const commandOf = (row: BadInput): string | undefined =>
    commands
      .filter((name) => `${wordsOf(row).join(' ')} `.startsWith(`${name} `))
      .toSorted()
      .at(-1);

  test('has at least a hundred rows, and none twice', () => {
    expect(rows.length).toBeGreaterThanOrEqual(100);
    const keys = rows.map(({ line, files, env, isInterrupted }) =>
      JSON.stringify([line, files, env, isInterrupted]),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('has at least three for each command', () => {
    const few = commands.filter((name) => rows.filter((row) => commandOf(row) === name).length < 3);
    expect(few).toEqual([]);
  });

  test('has at most three for a flag of a command', () => {
    const counts = new Map<string, number>();
    // A flag that only says where the others count, and one on which nothing is wrong, is no matter of the row.
    const isAtFault = (row: BadInput, flag: string): boolean => `${row.error} `.includes(`${flag} `);
    for (const row of rows)
      for (const word of wordsOf(row)) {
        const [flag = ''] = word.split('=');
        if (!flag.startsWith('--') || !isAtFault(row, flag)) continue;
        const key = `${commandOf(row)} ${flag}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    expect([...counts].filter(([, count]) => count > 3)).toEqual([]);
  });

  test('tells where: every error names what was typed, the file, the variable or what is missing', () => {
    const nowhere = uninterrupted.filter((row) => {
      const given = [...wordsOf(row), ...Object.keys(row.files ?? {}), ...Object.keys(row.env ?? {})];
      const places = given.flatMap((place) => (place === '' ? ["''", '""'] : [escaped(place)]));
      // What is missing has no place of its own but its name.
      const missing = [
        '{cwd}',
        'missing required argument',
        'GOMEET_',
        'DIGITALOCEAN_TOKEN',
        'kubeconfig',
        FIRST,
      ];
      return ![...places, ...missing, 'which drill', 'no trend', 'usable runs'].some((place) =>
        row.error.includes(place),
      );
    });
    expect(nowhere.map(shown)).toEqual([]);
  });

  test('tells what is accepted, in the error or in the help that it leads to', () => {
    const says =
      /accepted|expected|known here|nearest|needed|needs|must|stands for|cannot be read|--help|gomeet /;
    expect(uninterrupted.filter(({ error, next }) => !says.test(`${error}\n${next}`)).map(shown)).toEqual([]);
  });

  test('tells what to type next: a command, or what to change in the same one', () => {
    const next = /\bgomeet \S|\bkubectl \S|--[a-z]|\bagain\b/;
    expect(rows.filter((row) => !next.test(row.next)).map(shown)).toEqual([]);
  });

  test('no answer is a fault of gomeet, obeyed by a terminal, or tells a secret', () => {
    for (const { error, next, exitCode } of rows) {
      expect(exitCode).toBeGreaterThan(1);
      expect(`${error}${next}`).not.toMatch(/\n\s+at |\bsecret@|dop_v1|topsecret/);
      expect(error).not.toMatch(/(?!\n)\p{Cc}/u);
    }
  });
});

/** Control characters as errors show them. */
const escaped = (text: string): string => JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
