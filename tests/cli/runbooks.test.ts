/** A runbook that names a command which does not exist is found at the worst moment: here every command goes through the real parser. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checklists } from '../../src/checklists/checklists.ts';
import { parseCommandLine } from '../../src/commands/program.ts';
import type { Output } from '../../src/context.ts';
import { healthCodes } from '../../src/health/codes.ts';

const folder = new URL('../../docs/runbooks/', import.meta.url);
const books = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
const textOf = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

const nowhere: Output = {
  write: () => undefined,
  isTerminal: false,
  isAnimated: false,
  columns: 100,
  rows: 24,
  color: false,
};

/** The lines of its shell blocks. */
const commandsIn = (text: string): string[] =>
  [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].flatMap(([, block = '']) =>
    block
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  );

/** Words as a shell has them: quotes hold one together. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

async function understands(line: string): Promise<void> {
  const [program, ...args] = wordsOf(line);
  expect(program, line).toBe('gomeet');
  const parsed = await parseCommandLine(args, { stdout: nowhere, stderr: nowhere, version: '0' });
  expect(parsed?.command, line).toBeDefined();
}

test.each(books)('%s: every command is one of gomeet and is understood', async (name) => {
  const commands = commandsIn(textOf(name));
  expect(commands.length).toBeGreaterThan(1);
  for (const line of commands) await understands(line);
});

test('so is each that a health code or an item of a checklist names', async () => {
  const items = Object.values(checklists).flatMap((list) => list.items);
  const named = [...healthCodes.map(({ mend }) => mend), ...items.map(({ command }) => command)]
    .flatMap((text) => text.split('   then: '))
    .filter((text) => text.startsWith('gomeet '));
  for (const line of new Set(named)) await understands(line);
});

test.each(books)('%s says how it shows, who feels it, what to do and when it is over', (name) => {
  const headings = [
    'How it shows',
    'Who feels it',
    'What to do',
    'It is over when',
    'When that does not help',
  ];
  for (const heading of headings) expect(textOf(name)).toContain(`## ${heading}\n`);
});

test('every runbook that an alert names exists, links lead somewhere, and the list has them all', () => {
  const rules = new URL('../../manifests/components/monitoring/rules/', import.meta.url);
  const named = readdirSync(rules).flatMap((file) =>
    [...readFileSync(new URL(file, rules), 'utf8').matchAll(/docs\/runbooks\/([\w-]+\.md)/g)].map(
      ([, page = '']) => page,
    ),
  );
  const linked = books.flatMap((name) =>
    [...textOf(name).matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, page = '']) => page),
  );
  expect([...named, ...linked].filter((page) => !books.includes(page))).toEqual([]);
  const listed = [...textOf('README.md').matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, page]) => page);
  expect(listed.toSorted()).toEqual(books.toSorted());
});
