/** A runbook that is wrong is found at the worst moment. Its commands are understood and run by tests/docs, as those of every page. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checklists } from '../../src/checklists/checklists.ts';
import { healthCodes } from '../../src/health/codes.ts';
import { commandsOf, takeApart } from '../docs/pages.ts';
import { understands } from '../docs/understands.ts';

const folder = new URL('../../docs/runbooks/', import.meta.url);
const books = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
const textOf = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

const commandsIn = (name: string): readonly string[] =>
  takeApart(name, textOf(name))
    .blocks.filter(({ language }) => language === 'sh')
    .flatMap((block) => commandsOf(block));

test.each(books)('%s has commands, and all of them are of gomeet', (name) => {
  const commands = commandsIn(name);
  expect(commands.length).toBeGreaterThan(1);
  expect(commands.filter((line) => !line.startsWith('gomeet '))).toEqual([]);
});

test('each command that a health code or an item of a checklist names is understood', async () => {
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
