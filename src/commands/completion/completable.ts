import { Option } from 'commander';
import { acceptedNames } from '../accepted-names.ts';
import type { Command } from '../command.ts';
import { eventFormats, globalFlags } from '../global-flags.ts';
import type { CommandEntry } from '../index.ts';

interface CompletableFlag {
  /** `--layout`. */
  readonly long: string;
  /** `-y`; null where there is none. */
  readonly short: string | null;
  readonly takesValue: boolean;
  /** What it accepts, where that is a list of names; otherwise its value may be a file. */
  readonly values: readonly string[];
  readonly description: string;
}

/** What may stand behind a command, as a shell has to know it. */
export interface Completable {
  /** As it is typed, such as `cost catalog`; empty for gomeet itself. */
  readonly place: string;
  readonly below: readonly { readonly name: string; readonly summary: string }[];
  readonly flags: readonly CompletableFlag[];
  /** Names that its first argument accepts. */
  readonly values: readonly string[];
  /** Its argument is free, and may be a file. */
  readonly takesFile: boolean;
}

/** Everything that can be completed, gomeet itself first. It loads every command there is. */
export async function completables(table: readonly CommandEntry[]): Promise<readonly Completable[]> {
  const globals = globalFlags.map(({ flags, description }) =>
    completableFlag(flags, description, flags.startsWith('--events') ? eventFormats : []),
  );
  const own = [
    completableFlag('-h, --help', 'show help', []),
    completableFlag('-V, --version', 'print the version', []),
  ];
  const root: Completable = {
    place: '',
    below: table.map(({ name, summary }) => ({ name, summary })),
    flags: [...own, ...globals],
    values: [],
    takesFile: false,
  };
  return [root, ...(await completablesBelow(table, '', [...own.slice(0, 1), ...globals]))];
}

async function completablesBelow(
  table: readonly CommandEntry[],
  above: string,
  globals: readonly CompletableFlag[],
): Promise<readonly Completable[]> {
  const nested = table.map(async ({ name, load, below = [] }) => {
    const place = above === '' ? name : `${above} ${name}`;
    return [
      completable(place, await load(), below, globals),
      ...(await completablesBelow(below, place, globals)),
    ];
  });
  return (await Promise.all(nested)).flat();
}

function completable(
  place: string,
  command: Command,
  below: readonly CommandEntry[],
  globals: readonly CompletableFlag[],
): Completable {
  const named = new Set(below.map(({ name }) => name));
  const [argument] = Object.values(command.arguments);
  const values = argument === undefined ? undefined : acceptedNames(argument.schema);
  return {
    place,
    below: below.map(({ name, summary }) => ({ name, summary })),
    flags: [
      ...Object.values(command.flags).map(({ flags, description, schema }) =>
        completableFlag(flags, description, acceptedNames(schema) ?? []),
      ),
      ...globals,
    ],
    values: (values ?? []).filter((value) => !named.has(value)),
    takesFile: argument !== undefined && values === undefined,
  };
}

function completableFlag(flags: string, description: string, values: readonly string[]): CompletableFlag {
  const { long, short, required, optional } = new Option(flags);
  return { long: long ?? flags, short: short ?? null, takesValue: required || optional, values, description };
}

/** Each command behind those above it, as the scripts walk a line: `' cost'`, `'cost catalog'`. */
export const steps = (all: readonly Completable[]): readonly string[] =>
  all.flatMap(({ place, below }) => below.map(({ name }) => `${place} ${name}`));

export const flagNames = ({ long, short }: CompletableFlag): readonly string[] =>
  short === null ? [long] : [short, long];
