import { stripVTControlCharacters } from 'node:util';
import { cellsOf } from '../progress/window-text.ts';

/** A last column of a table that is narrower than this is not worth wrapping in its place. */
const leastColumnCells = 24;

/**
 * Text within so many columns: longer lines are broken between words, never within one, so that paths and addresses can be
 * copied. What is carried over stands below the last column of its line, or a little further in than the line.
 */
export const fitted = (text: string, columns: number): string =>
  text
    .split(/(?<=\n)(?=\n)/)
    .map((block) => {
      const lines = block.split('\n');
      const squeezed = lines.some((line) => cells(line) > columns) ? withoutSpareGutters(lines) : lines;
      return squeezed.flatMap((line) => (cells(line) <= columns ? [line] : broken(line, columns))).join('\n');
    })
    .join('');

/** A table whose columns stand further apart than two spaces, closer together. Coloured text stays as it is. */
function withoutSpareGutters(lines: readonly string[]): readonly string[] {
  const rows = lines.filter((line) => line !== '');
  if (rows.some((line) => stripVTControlCharacters(line) !== line || cells(line) !== line.length))
    return lines;
  const width = Math.max(...rows.map((line) => line.length));
  const isGutter = (at: number): boolean => rows.every((line) => (line[at] ?? ' ') === ' ');
  const spare = new Set<number>();
  const indent = Math.min(...rows.map((line) => line.length - line.trimStart().length));
  for (let at = indent + 2; at < width; at += 1)
    if (isGutter(at) && isGutter(at - 1) && isGutter(at - 2)) spare.add(at);
  return lines.map((line) => [...line].filter((_, at) => !spare.has(at)).join(''));
}

const cells = (text: string): number => cellsOf(stripVTControlCharacters(text));

function broken(line: string, columns: number): string[] {
  const indent = ' '.repeat(hangingIndent(line, columns));
  const lines: string[] = [];
  let current = '';
  for (const [word] of line.matchAll(/\s*\S+/g)) {
    if (current !== '' && cells(current + word) > columns) {
      lines.push(current);
      current = indent + word.trimStart();
    } else current += word;
  }
  return [...lines, current];
}

function hangingIndent(line: string, columns: number): number {
  const bare = stripVTControlCharacters(line);
  const starts = [...bare.matchAll(/ {2,}(?=\S)/g)].map((gap) =>
    cellsOf(bare.slice(0, gap.index + gap[0].length)),
  );
  const last = starts.findLast((start) => start <= columns - leastColumnCells);
  const own = /^ */.exec(bare)?.[0].length ?? 0;
  return last === undefined || last === own ? own + 2 : last;
}

/**
 * An example of a help text within so many columns, still one that can be pasted: broken by `\`. A remark that has no room
 * behind it stands above it.
 */
export function fittedExample(example: string, columns: number): readonly string[] {
  if (cells(example) + 2 <= columns) return [`  ${example}`];
  const [command = '', remark] = example.split(' # ');
  const above = remark === undefined ? [] : [fitted(`  # ${remark}`, columns)];
  const lines: string[] = [];
  let current = ' ';
  for (const word of command.split(' ')) {
    const isFull = cells(`${current} ${word} \\`) > columns;
    if (isFull && current.trim() !== '') {
      lines.push(`${current} \\`);
      current = `     ${word}`;
    } else current = `${current} ${word}`;
  }
  return [...above, ...lines, current];
}
