/**
 * Every command that a page shows is run, page by page, as somebody would who follows it; the few that cannot be are in
 * `not-run.ts` with their reason. Every command of gomeet goes through the real parser, run or not.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { notRun } from './not-run.ts';
import { commandsOf, type Page, pages } from './pages.ts';
import { runStory, type Told } from './run-story.ts';
import { understands } from './understands.ts';

const SHELLS = ['sh', 'bash', 'console', 'shell'];

/** `bin/gomeet` and `gomeet` are one program. */
const plain = (command: string): string => command.replace(/^bin\/gomeet /, 'gomeet ');
const shown = (page: Page): readonly string[] =>
  page.blocks.filter(({ language }) => SHELLS.includes(language)).flatMap((block) => commandsOf(block));
/** Words end where a space or an assignment does. */
const reasonOf = (command: string) =>
  notRun.find(({ begins, holds: part }) => {
    const line = ` ${plain(command)} `;
    if (part !== undefined) return line.includes(` ${part} `);
    return line.startsWith(begins.endsWith('=') ? ` ${begins}` : ` ${begins} `);
  });

const withCommands = pages.filter((page) => shown(page).length > 0);
const everyCommand = withCommands.flatMap(shown);

/** The calls of gomeet in a line of shell, without what is done with their output. */
const callsIn = (command: string): readonly string[] =>
  [
    ...command.matchAll(/(?:^|&& |\| |; |\n *)(?:[A-Z_]+=\S+ )*((?:bin\/)?gomeet (?:"[^"]*"|[^|&;>\n"])+)/g),
  ].map(([, call = '']) => call.trim());

interface Expectation {
  /** 0 where none is named. */
  readonly exitCode?: number;
  readonly says: readonly (string | RegExp)[];
}

/** What somebody who follows a page has to see, by page and command. */
const expected: Readonly<Record<string, Readonly<Record<string, Expectation>>>> = {
  'README.md': {
    'gomeet audit plans/written-2025.yaml': {
      exitCode: 4,
      says: ['28 critical', 'GC120  The bill has no line for outgoing traffic'],
    },
    'gomeet plan --out plan.json': {
      says: ['Plan "all-hands"', /people at once +500/, /media nodes +2/, 'Written to plan.json'],
    },
    'gomeet plan explain mediaNodes': {
      says: ['= neededNodes + spareNodes', 'assumed (the weakest of its inputs)'],
    },
    'gomeet audit plan.json': { says: ['all-hands: nothing found.'] },
    'gomeet cost plan.json': {
      says: ['1 meeting × 500 people', /^egress /m, /Total +\$[\d,]+\.\d\d/, 'Where to save'],
    },
    'gomeet report list': { says: [/01M80TE2MEJ0FNC0QBV3QET2P7 .* quickstart +PASS/] },
    'gomeet report build latest': { says: [/Report: .*01M80TE2MEJ0FNC0QBV3QET2P7\/report\.html/] },
    'gomeet report readiness --plan plan.json': {
      says: [
        /NOT READY: \d of \d areas pass/,
        /✓ PASS +Video and audio +measured with all targets met: 500 of 500/,
        /∅ NO DATA +Recovery/,
        /✗ MISSED +Cost .* with \$23,000 of operations/,
      ],
    },
  },
  'docs/planning.md': {
    'gomeet plan explain mediaNodes': { says: ['assumed (the weakest of its inputs)'] },
    'gomeet plan diff before.json after.json': { says: [/egressBitsPerSecond .* -\d/] },
  },
  'docs/measuring.md': {
    'gomeet dr-drill --all --dry-run': { says: ['Nothing is broken now.', 'redis-master-killed'] },
  },
};

describe.each(withCommands.map((page) => [page.path, page] as const))('%s', (_path, page) => {
  test('every command of gomeet is understood', { timeout: 60_000 }, async () => {
    for (const call of shown(page).flatMap(callsIn)) await understands(call);
  });

  const toRun = shown(page).filter((command) => reasonOf(command) === undefined);
  if (toRun.length === 0) return;
  test('whoever follows it sees what it says', { timeout: 120_000 }, async () => {
    const scratch = await mkdtemp(join(tmpdir(), 'gomeet-docs-'));
    try {
      const gomeetOnPath = !toRun.some((command) => command.startsWith('export PATH='));
      for (const told of await runStory(toRun, { scratch, gomeetOnPath })) isAsSaid(page, told);
    } finally {
      await rm(scratch, { recursive: true });
    }
  });
});

function isAsSaid({ path }: Page, { command, output, exitCode }: Told): void {
  const { says, exitCode: wanted = 0 } = expected[path]?.[plain(command)] ?? { says: [] };
  expect(exitCode, `${command}\n${output}`).toBe(wanted);
  for (const text of says) expect(output, command).toMatch(text);
}

test('what is listed as not run is still in a page, and each reason is needed', () => {
  const used = new Set(everyCommand.map(reasonOf));
  expect(notRun.filter((entry) => !used.has(entry))).toEqual([]);
  for (const page of withCommands) {
    const there = shown(page).map(plain);
    const wanted = Object.keys(expected[page.path] ?? {});
    expect(wanted.filter((command) => !there.includes(command))).toEqual([]);
  }
});

test('no command hides in a block that names no language', () => {
  const hidden = pages.flatMap(({ path, blocks }) =>
    blocks
      .filter(({ language }) => language === '' || language === 'text')
      .filter(({ text }) => /^\s*(\$ )?(bin\/gomeet|gomeet|npm|npx|kubectl|sudo|export) /m.test(text))
      .map(({ text }) => `${path}: ${text.split('\n')[0]}`),
  );
  expect(hidden).toEqual([]);
});
