/** The diagrams of docs/architecture.md: of the few forms that every renderer draws, and true where they show imports. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pages, root } from './pages.ts';

const diagrams = (pages.find(({ path }) => path === 'docs/architecture.md')?.blocks ?? [])
  .filter(({ language }) => language === 'mermaid')
  .map(({ text }) => text.trimEnd().split('\n'));

const NODE = '[a-z]\\w*';
const SHAPE = '(?:\\[[^\\[\\]"]+\\]|\\(\\[[^\\[\\]"]+\\]\\)|\\[\\([^"]+\\)\\])';
const forms = [
  /^flowchart (TB|LR)$/,
  new RegExp(`^ *subgraph ${NODE}( \\[[^\\[\\]"]+\\])?$`),
  /^ *end$/,
  new RegExp(`^ *${NODE}${SHAPE}$`),
  new RegExp(`^ *${NODE} (-->|-\\.->)(\\|[^|"]+\\|)? ${NODE}$`),
];

test('levels 1 to 3 are drawn, by flowcharts of nodes, arrows and groups alone', () => {
  expect(diagrams.length).toBe(4);
  for (const lines of diagrams) {
    expect(lines.filter((line) => !forms.some((form) => form.test(line)))).toEqual([]);
    const count = (word: RegExp): number => lines.filter((line) => word.test(line)).length;
    expect(count(/^ *subgraph /)).toBe(count(/^ *end$/));
  }
});

/** Whether `from` imports something of `to`; each a folder, or a file without its ending. */
function imports(from: string, to: string, base: string): boolean {
  const inside = (path: string): string[] =>
    statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => inside(join(path, name))) : [path];
  const wanted = new RegExp(`(from|import\\() ?'(\\./|(\\.\\./)+)${to}(/|\\.ts)`);
  return inside(pathOf(from, base) ?? '')
    .filter((path) => /(?<!\.test)\.ts$/.test(path))
    .some((path) => wanted.test(readFileSync(path, 'utf8')));
}

function pathOf(name: string, base: string): string | undefined {
  return [join(root, base, name), join(root, base, `${name}.ts`)].find(
    (path) => statSync(path, { throwIfNoEntry: false }) !== undefined,
  );
}

test.each([
  ['src', 2],
  ['src/platform/api', 3],
])('arrows between parts of %s are imports', (base, index) => {
  const arrows = (diagrams[index] ?? []).flatMap((line) => {
    const [, from = '', to = ''] = /^ *(\w+) (?:-->|-\.->)(?:\|[^|]+\|)? (\w+)$/.exec(line) ?? [];
    if (from === '' || pathOf(from, base) === undefined || pathOf(to, base) === undefined) return [];
    return [[from, to] as const];
  });
  expect(arrows.length).toBeGreaterThan(10);
  expect(arrows.filter(([from, to]) => !imports(from, to, base))).toEqual([]);
});
