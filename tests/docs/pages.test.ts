/** What the pages name exists: files, anchors, scripts, commands and flags. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { Option } from 'commander';
import { describe, expect, test } from 'vitest';
import { type CommandEntry, commandTable } from '../../src/commands/index.ts';
import { commandsOf, type Page, pages, root, takeApart } from './pages.ts';

const pathsOf = pages.map((page) => [page.path, page] as const);

describe.each(pathsOf)('%s', (path, page) => {
  test('every link leads somewhere', () => {
    const broken = page.links.filter((link) => !leadsSomewhere(path, link));
    expect(broken).toEqual([]);
  });

  test('every file that it names exists', () => {
    const missing = page.codeSpans.filter(isRepositoryPath).filter((span) => !existsSync(join(root, span)));
    expect(missing).toEqual([]);
  });

  test('every script of npm that it names exists', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const named = textsOf(page).flatMap((text) =>
      [...text.matchAll(/\bnpm run (?:-s |--silent )?([\w:-]+)/g)].map(([, name = '']) => name),
    );
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  test('every command of gomeet between its words exists, and so do its flags', {
    timeout: 60_000,
  }, async () => {
    const called = page.codeSpans
      .flatMap((span) => span.split('   then: '))
      .filter((span) => /^(bin\/)?gomeet \S/.test(span));
    const wrong: string[] = [];
    for (const span of called) wrong.push(...(await faultsOf(span)));
    expect(wrong).toEqual([]);
  });
});

const textsOf = (page: Page): readonly string[] => [
  ...page.codeSpans,
  ...page.blocks.map(({ text }) => text),
];

function leadsSomewhere(from: string, link: string): boolean {
  if (/^(https?|mailto):/.test(link)) return true;
  const [target = '', anchor] = link.split('#');
  const path = target === '' ? from : normalize(join(dirname(from), target));
  if (path.startsWith('..') || !existsSync(join(root, path))) return false;
  const page = pages.find((each) => each.path === path);
  return anchor === undefined || page?.anchors.has(anchor) === true;
}

const topFolders = new Set(
  execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((path) => path.includes('/'))
    .map((path) => path.slice(0, path.indexOf('/'))),
);
// What set-up makes and git does not know.
const MADE = ['manifests/components/operators'];
const isRepositoryPath = (span: string): boolean =>
  /^[\w.-]+\/[\w./@-]*$/.test(span) &&
  topFolders.has(span.slice(0, span.indexOf('/'))) &&
  !span.startsWith('reports/') &&
  !MADE.some((folder) => span.startsWith(folder));

const GLOBAL = ['--json', '--yes', '--no-input', '--quiet', '--verbose', '--no-color', '--help', '--version'];

/** What of `gomeet backup verify --json` there is not. Values are not looked at: between words they are often left out. */
async function faultsOf(span: string): Promise<readonly string[]> {
  const words = span.split(' ').slice(1);
  const entries: CommandEntry[] = [];
  let table: readonly CommandEntry[] | undefined = commandTable;
  for (const word of words) {
    const entry: CommandEntry | undefined = table?.find(({ name }) => name === word);
    if (entry === undefined) break;
    entries.push(entry);
    table = entry.below;
  }
  const entry = entries.at(-1);
  const asked = words.flatMap((word) => /^--[a-z-]+/.exec(word)?.[0] ?? []);
  if (entry === undefined) return words[0]?.startsWith('-') && GLOBAL.includes(words[0]) ? [] : [span];
  const command = await entry.load();
  const flags = Object.values(command.flags).map(({ flags: text }) => new Option(text).long ?? '');
  return asked.filter((flag) => ![...flags, ...GLOBAL].includes(flag)).map((flag) => `${flag} in ${span}`);
}

test('every page is reached from README.md', () => {
  const reached = new Set(['README.md']);
  for (const path of reached)
    for (const link of pages.find((page) => page.path === path)?.links ?? []) {
      const target = normalize(join(dirname(path), link.split('#')[0] ?? ''));
      if (target.endsWith('.md')) reached.add(target);
    }
  expect(pages.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([]);
});

test('README.md is a page or two, and the picture is small', () => {
  expect(readFileSync(join(root, 'README.md'), 'utf8').split('\n').length).toBeLessThanOrEqual(120);
  expect(readFileSync(join(root, 'docs/pictures/report.png')).length).toBeLessThanOrEqual(150_000);
});

describe('a page is taken apart', () => {
  const page = takeApart(
    'x.md',
    [
      '# A `title`, twice',
      '## A title, twice',
      '[a](b.md#c) `[no](link)` <a id="there"></a>',
      '1. step:',
      '',
      '   ```sh',
      '   one --two  # why',
      '   # only a comment',
      '   three \\',
      '     four',
      '   ```',
    ].join('\n'),
  );

  test('into anchors as GitHub makes them, links and code', () => {
    expect([...page.anchors]).toEqual(['there', 'a-title-twice', 'a-title-twice-1']);
    expect(page.links).toEqual(['b.md#c']);
    expect(page.codeSpans).toEqual(['title', '[no](link)']);
  });

  test('into commands without their comments', () => {
    expect(page.blocks.flatMap(commandsOf)).toEqual(['one --two', 'three \\\n  four']);
  });
});
