/** The examples of every help text: each is a line that the real parser takes, so that none can rot. */
import { describe, expect, test } from 'vitest';
import { type CommandEntry, commandTable } from '../../src/commands/index.ts';
import { parseCommandLine } from '../../src/commands/program.ts';

/** Every command and every one below it, with its path as it is typed. */
function allCommands(
  table: readonly CommandEntry[],
  above: readonly string[] = [],
): readonly (readonly [string, CommandEntry])[] {
  return table.flatMap((entry) => {
    const path = [...above, entry.name];
    return [[path.join(' '), entry] as const, ...allCommands(entry.below ?? [], path)];
  });
}

/** The words of each command of a line as a shell makes them, without remark, pipe and redirection. */
function commandsOf(line: string): readonly (readonly string[])[] {
  const [shown = ''] = line.split(' # ');
  return shown.split(' && ').map((command) => {
    const [called = ''] = command.split(/ (?:\||>>?) ?/);
    const words = [...called.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
    return words.slice(words.findIndex((word) => !/^\w+=/.test(word)));
  });
}

const output = {
  write: () => undefined,
  isTerminal: false,
  isAnimated: false,
  columns: 100,
  rows: 24,
  color: false,
};

const parses = async (line: string): Promise<void> => {
  for (const [program, ...words] of commandsOf(line)) {
    expect(program, line).toBe('gomeet');
    const parsed = parseCommandLine(words, { stdout: output, stderr: output, version: 'test' });
    await expect(parsed, line).resolves.not.toThrow();
  }
};

describe.each(allCommands(commandTable))('%s', (path, entry) => {
  test('has examples that the parser takes, the first of itself', async () => {
    const { examples } = await entry.load();
    expect(
      commandsOf(examples[0] ?? '')
        .flat()
        .join(' '),
    ).toMatch(new RegExp(`gomeet ${path}( |$)`));
    for (const example of examples) await parses(example);
  });

  test('says what to type next, in lines that the parser takes', async () => {
    const { next } = await entry.load();
    for (const line of next.split(' · ')) await parses(line);
  });
});
