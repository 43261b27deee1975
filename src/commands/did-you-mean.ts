import type { Command as CommanderCommand } from 'commander';
import { ExitCode, GomeetError } from '../errors.ts';
import { nearestName } from '../nearest-name.ts';
import { acceptedNames } from './accepted-names.ts';
import type { Command } from './command.ts';
import { type CommandEntry, commandTable } from './index.ts';

/**
 * Refuses a word that is nearly the name of a command below the one that is named (`plan explan`), or that names one which
 * stands elsewhere (`catalog` for `cost catalog`). A word with a dot or a slash is a file.
 *
 * @param named the commands that the line names so far, and the file of the last of them
 * @throws GomeetError (usage) with the command that was probably meant
 */
export function refuseMistyped(
  args: readonly string[],
  named: readonly CommandEntry[],
  command: Command | undefined,
): void {
  const path = named.map(({ name }) => name);
  const word = args[path.length];
  const isRightBehind = path.every((name, i) => args[i] === name);
  if (word === undefined || !isRightBehind || /^-|[./]/.test(word)) return;
  const meant =
    path.length === 0 ? placesOf(word, commandTable) : nearBelow(word, path, named.at(-1), command);
  if (meant.length === 0) return;
  const commands = meant.map((place) => `"gomeet ${place}"`).join(' or ');
  throw usage(
    `unknown command "${[...path, word].join(' ')}": did you mean ${commands}?`,
    `gomeet ${meant[0]} --help`,
  );
}

function nearBelow(
  word: string,
  path: readonly string[],
  entry: CommandEntry | undefined,
  command: Command | undefined,
): readonly string[] {
  const [argument] = Object.values(command?.arguments ?? {});
  // What takes commands alone (`nothingBelow`), or an argument with names of its own, answers for itself, with all of them.
  if (entry?.below === undefined || argument === undefined || acceptedNames(argument.schema) !== undefined)
    return [];
  const near = nearestName(
    word,
    entry.below.map(({ name }) => name),
  );
  return near === undefined ? [] : [[...path, near].join(' ')];
}

/** Where commands of that name stand below others. */
function placesOf(word: string, table: readonly CommandEntry[]): readonly string[] {
  return table.flatMap(({ name, below = [] }) => [
    ...below.filter((sub) => sub.name === word).map(() => `${name} ${word}`),
    ...placesOf(word, below).map((place) => `${name} ${place}`),
  ]);
}

/** Help is shown before a flag is looked at, and `gomeet --verison` should not pass for a wish for help. */
export function refuseUnknownFlags(program: CommanderCommand, args: readonly string[]): void {
  const flag = program
    .parseOptions([...args])
    .unknown.find((word) => word.startsWith('-') && word !== '-h' && word !== '--help');
  if (flag === undefined) return;
  const nearest = nearestName(
    flag,
    program.options.flatMap(({ long }) => long ?? []),
  );
  const question = nearest === undefined ? '' : ` (Did you mean ${nearest}?)`;
  throw usage(`unknown option '${flag}'${question}`, 'gomeet --help');
}

/** What was typed below a command is none of what there is. */
export function nothingBelow(named: readonly CommandEntry[], typed: string): GomeetError {
  const command = `gomeet ${named.map(({ name }) => name).join(' ')}`;
  const names = (named.at(-1)?.below ?? []).map(({ name }) => name);
  if (names.length === 0) return usage(`"${typed}": nothing stands below ${command}`, `${command} --help`);
  const nearest = nearestName(typed, names);
  const question = nearest === undefined ? '' : `did you mean "${nearest}"? `;
  return usage(`${command} has no "${typed}": ${question}accepted: ${names.join(', ')}`, `${command} --help`);
}

/** A line that cannot be understood. */
export const usage = (message: string, hint: string): GomeetError =>
  new GomeetError(message, { exitCode: ExitCode.usage, code: 'usage', hint });
