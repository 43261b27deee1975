/** Shell completion: the script is sourced by a real bash, whose own function is asked what it offers. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { completables } from '../../src/commands/completion/completable.ts';
import { commandTable } from '../../src/commands/index.ts';
import { runCli } from '../support/run-cli.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gomeet-completion-'));
  await writeFile(join(folder, 'gomeet.bash'), (await runCli('completion bash')).stdout);
});
afterAll(() => rm(folder, { recursive: true }));

/** What bash offers for the last of the words, in the order of the script. */
function offeredByBash(...words: readonly string[]): readonly string[] {
  const ask = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _gomeet; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const said = execFileSync('bash', ['--norc', '-c', ask, 'bash', join(folder, 'gomeet.bash'), ...words], {
    encoding: 'utf8',
  });
  return said.split('\n').filter((line) => line !== '');
}

describe('bash completes', () => {
  test.each([
    ['commands', ['gomeet', 'perf'], ['performance-check']],
    ['scenarios', ['gomeet', 'loadtest', 'room'], ['room', 'rooms']],
    ['a third level', ['gomeet', 'cost', 'catalog', ''], ['verify', 'refresh', 'diff']],
    ['flags of a command', ['gomeet', 'loadtest', 'room', '--lay'], ['--layout']],
    [
      'flags behind others',
      ['gomeet', 'loadtest', 'room', '--participants', '5', '--scr'],
      ['--screen-shares'],
    ],
    ['flags of every command', ['gomeet', 'status', '--ev'], ['--events']],
    ['names that a flag accepts', ['gomeet', 'deploy', '--profile', ''], ['lean', 'ha']],
    ['names behind an equals sign', ['gomeet', 'deploy', '--profile', '=', 'h'], ['ha']],
    ['names right behind an equals sign', ['gomeet', 'deploy', '--profile', '='], ['lean', 'ha']],
    ['names that an argument accepts', ['gomeet', 'checklist', 'w'], ['weekly']],
    ['topics and commands of help', ['gomeet', 'help', 'ex'], ['exit-codes']],
    ['nothing where a number is asked', ['gomeet', 'loadtest', 'room', '--participants', ''], []],
    ['nothing behind what it does not know', ['gomeet', 'nonsense', '--prof'], []],
  ])('%s', (_what, words, offered) => {
    expect(offeredByBash(...words)).toEqual(offered);
  });

  test('every command and every flag there is', async () => {
    for (const { place, below, flags } of await completables(commandTable)) {
      const typed = place === '' ? [] : place.split(' ');
      if (below.length > 0)
        expect(offeredByBash('gomeet', ...typed, ''), place).toEqual(
          expect.arrayContaining(below.map(({ name }) => name)),
        );
      expect(offeredByBash('gomeet', ...typed, '--'), place).toEqual(flags.map(({ long }) => long));
    }
  });
});

test.each(['zsh', 'fish'])('the script for %s names every command and every flag', async (shell) => {
  const { stdout } = await runCli(`completion ${shell}`);
  for (const { below, flags } of await completables(commandTable)) {
    for (const { name } of below) expect(stdout).toContain(`'${name}`);
    for (const { long } of flags) expect(stdout).toContain(long.slice(2));
  }
});

test('an unknown shell is refused with those that there are', async () => {
  const { stderr, exitCode } = await runCli('completion bahs');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('<shell> bahs: did you mean "bash"? accepted: bash, zsh, fish');
});
