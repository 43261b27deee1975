/** The written pages of the repository, taken apart: blocks, code spans, links and anchors. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** A fenced block. `language` is empty where none is named. */
export interface Block {
  readonly language: string;
  readonly text: string;
}

export interface Page {
  /** As people type it: `docs/planning.md`. */
  readonly path: string;
  readonly blocks: readonly Block[];
  /** What stands in backticks outside of blocks. */
  readonly codeSpans: readonly string[];
  /** Where its links and pictures lead, as written. */
  readonly links: readonly string[];
  /** What a link may name behind `#`: headings as GitHub spells them, and `<a id="…">`. */
  readonly anchors: ReadonlySet<string>;
}

const FENCE = /^( *)```(\w*)[^\n]*\n([\s\S]*?)^\1```$/gm;

/** Every page that git knows, also one that is not committed yet. */
export const pages: readonly Page[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\n')
  .filter((path) => path !== '' && existsSync(`${root}/${path}`))
  .map((path) => takeApart(path, readFileSync(`${root}/${path}`, 'utf8')));

export function takeApart(path: string, text: string): Page {
  const prose = text.replaceAll(FENCE, '');
  const withoutCode = prose.replaceAll(/`[^`\n]*`/g, '');
  return {
    path,
    blocks: [...text.matchAll(FENCE)].map(([, indent = '', language = '', body = '']) => ({
      language,
      text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    })),
    codeSpans: [...prose.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code),
    links: [...withoutCode.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target),
    anchors: anchorsOf(prose),
  };
}

/** GitHub's own: letters in lower case, spaces as hyphens, punctuation left out, a number behind what was there before. */
function anchorsOf(prose: string): ReadonlySet<string> {
  const anchors = new Set([...prose.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id));
  for (const [, heading = ''] of prose.matchAll(/^#{1,6} +(.+)$/gm)) {
    const slug = heading
      .replaceAll(/\]\([^)]*\)/g, '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let n = 1; anchors.has(anchor); n += 1) anchor = `${slug}-${n}`;
    anchors.add(anchor);
  }
  return anchors;
}

/**
 * The commands of a shell block, one each: lines that end in a backslash go on, so does a loop until its `done`.
 * Comments are left out.
 */
export function commandsOf(block: Block): readonly string[] {
  const commands: string[] = [];
  let open = '';
  for (const line of block.text.split('\n')) {
    const bare = line.replace(/(^|\s+)#( .*)?$/, '').trimEnd();
    if (bare.trim() === '') continue;
    open = open === '' ? bare.trim() : `${open}\n${bare}`;
    if (bare.endsWith('\\') || (open.startsWith('for ') && bare !== 'done')) continue;
    commands.push(open);
    open = '';
  }
  if (open !== '') throw new Error(`a command without an end: ${open}`);
  return commands;
}
