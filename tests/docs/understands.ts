import { expect } from 'vitest';
import { parseCommandLine } from '../../src/commands/program.ts';
import type { Output } from '../../src/context.ts';

const nowhere: Output = {
  ...{ write: () => undefined, isTerminal: false, isAnimated: false },
  ...{ columns: 100, rows: 24, color: false },
};

/** Words as a shell has them: quotes hold one together. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');

/** Puts a line through the real parser, flags and values too; fails unless it is a command of gomeet. */
export async function understands(line: string): Promise<void> {
  const [program, ...args] = wordsOf(line);
  expect(['gomeet', 'bin/gomeet'], line).toContain(program);
  const parsed = await parseCommandLine(args, { stdout: nowhere, stderr: nowhere, version: '0' });
  expect(parsed?.command, line).toBeDefined();
}
