import { Command as CommanderCommand, Option } from 'commander';
import type { Interaction, Output } from '../context.ts';
import { ExitCode, GomeetError } from '../errors.ts';
import type { Command } from './command.ts';
import { nothingBelow, refuseMistyped, refuseUnknownFlags, usage } from './did-you-mean.ts';
import { fitted, fittedExample } from './fit-text.ts';
import { globalFlags, interactionOf } from './global-flags.ts';
import { type CommandEntry, commandTable } from './index.ts';

/** What the user asked for, parsed and validated. */
export interface Invocation {
  /** Of its JSON document: that of the command in the table, unless one below it has a document of its own. */
  readonly name: string;
  /** As it is typed: `loadtest room`. */
  readonly path: string;
  readonly command: Command;
  readonly options: Readonly<Record<string, unknown>>;
  readonly interaction: Interaction;
}

interface World {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly version: string;
}

/**
 * Parses the command line. Only the command that is named loads its file, so `gomeet --help` reads one table.
 *
 * @returns the invocation, or undefined when help or the version was printed and nothing is left to do
 * @throws GomeetError (usage) for anything that cannot be understood
 */
export async function parseCommandLine(
  argv: readonly string[],
  world: World,
): Promise<Invocation | undefined> {
  const args = helpRewritten(argv);
  const named = entriesNamed(args);
  const command = await named.at(-1)?.load();
  refuseMistyped(args, named, command);
  const path = named.map(({ name }) => name);
  const document = named.findLast((entry) => entry.document !== undefined)?.document ?? path[0] ?? '';
  let invocation: Invocation | undefined;
  const program = buildProgram(world, named, command, (parsed) => {
    invocation = { ...parsed, name: document, path: path.join(' ') };
  });
  try {
    if (named.length === 0) refuseUnknownFlags(program, args);
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (isShownAlready(error)) return undefined;
    throw usageError(error, path.join(' '));
  }
  return invocation;
}

/** The entry that is named, and those below it as far as they are: `loadtest`, `room`; `cost`, `catalog`, `verify`. */
function entriesNamed(args: readonly string[]): readonly CommandEntry[] {
  const entries: CommandEntry[] = [];
  let table: readonly CommandEntry[] | undefined = commandTable;
  for (const word of args.filter((arg) => !arg.startsWith('-'))) {
    const entry: CommandEntry | undefined = table?.find(({ name }) => name === word);
    if (entry === undefined) break;
    entries.push(entry);
    table = entry.below;
  }
  return entries;
}

/** `gomeet help deploy` means `gomeet deploy --help`; `gomeet help`, or flags alone, mean `gomeet --help`. */
function helpRewritten(argv: readonly string[]): readonly string[] {
  const [command, topic, ...below] = argv.filter((arg) => !arg.startsWith('-'));
  const asksForItself = argv.some((arg) => ['-h', '--help', '-V', '--version'].includes(arg));
  if (command === undefined) return asksForItself ? argv : [...argv, '--help'];
  if (command !== 'help') return argv;
  if (topic === undefined) return asksForItself ? argv : ['--help'];
  if (!commandTable.some(({ name }) => name === topic)) return argv;
  const named = entriesNamed([topic, ...below]);
  const [extra] = below.slice(named.length - 1);
  if (extra !== undefined) throw nothingBelow(named, extra);
  return [topic, ...below, '--help'];
}

function buildProgram(
  world: World,
  named: readonly CommandEntry[],
  loaded: Command | undefined,
  onRun: (invocation: Omit<Invocation, 'name' | 'path'>) => void,
): CommanderCommand {
  const columns = Math.min(world.stdout.columns, 100);
  const program = new CommanderCommand('gomeet')
    .description('Plan, deploy, load, break, cost and report on a video-meeting platform.')
    .version(world.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true, helpWidth: columns })
    .configureOutput({
      writeOut: (text) => world.stdout.write(fitted(text, columns)),
      writeErr: () => undefined,
      getOutHasColors: () => world.stdout.color,
    })
    .addHelpText('after', '\nNext: gomeet quickstart · gomeet help getting-started · gomeet help output\n')
    .exitOverride();
  const path = named.map(({ name }) => name);
  for (const { flags, description } of globalFlags) program.addOption(new Option(flags, description));
  addCommands(program, commandTable, path, (sub, depth) => {
    sub.configureHelp({ showGlobalOptions: true, helpWidth: columns });
    if (loaded && depth === path.length) equip(sub, named, loaded, columns, onRun);
  });
  return program;
}

/** Adds the lines of a table; of those below them, only the named one's. @param equipNamed gets the named ones */
function addCommands(
  parent: CommanderCommand,
  table: readonly CommandEntry[],
  path: readonly string[],
  equipNamed: (sub: CommanderCommand, depth: number) => void,
  depth = 1,
): void {
  for (const { name, group, summary, usage, below } of table) {
    const sub = parent.command(name).summary(summary).description(summary).helpGroup(group).exitOverride();
    if (name !== path[depth - 1]) continue;
    equipNamed(sub, depth);
    if (usage) sub.usage(usage);
    if (below) addCommands(sub.helpCommand(false), below, path, equipNamed, depth + 1);
  }
}

function equip(
  sub: CommanderCommand,
  named: readonly CommandEntry[],
  command: Command,
  columns: number,
  onRun: (invocation: Omit<Invocation, 'name' | 'path'>) => void,
): void {
  const path = named.map(({ name }) => name);
  sub.description(command.description);
  // Where commands stand below, a word too many is one of them, mistyped.
  const isGroup = named.at(-1)?.below !== undefined && Object.keys(command.arguments).length === 0;
  sub.allowExcessArguments(isGroup);
  for (const argument of Object.values(command.arguments)) sub.argument(argument.name, argument.description);
  for (const flag of Object.values(command.flags)) sub.addOption(new Option(flag.flags, flag.description));
  if (command.examples.length > 0) {
    sub.addHelpText(
      'after',
      `\nExamples:\n${command.examples.flatMap((example) => fittedExample(example, columns)).join('\n')}\n`,
    );
  }
  sub.action((...received: unknown[]) => {
    const [extra] = sub.args;
    if (isGroup && extra !== undefined) throw nothingBelow(named, extra);
    const raw = sub.optsWithGlobals<Record<string, unknown>>();
    const options: Record<string, unknown> = {};
    Object.entries(command.arguments).forEach(([key, { name: shown, schema }], index) => {
      options[key] = validated(shown, received[index], schema, path.join(' '));
    });
    for (const [key, { flags, schema }] of Object.entries(command.flags)) {
      options[key] = validated(
        new Option(flags).long ?? flags,
        raw[new Option(flags).attributeName()],
        schema,
        path.join(' '),
      );
    }
    onRun({ command, options, interaction: interactionOf(raw) });
  });
}

function validated(shown: string, raw: unknown, schema: Command['data'], command: string): unknown {
  if (raw === undefined) return undefined;
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const messages = result.error.issues.map(({ message }) => message).join('; ');
  const reason = raw === '' && !messages.includes('accepted') ? 'accepted: at least one letter' : messages;
  throw new GomeetError(`${shown} ${shownValue(String(raw))}: ${reason}`, {
    exitCode: ExitCode.usage,
    code: 'invalid-option',
    hint: `gomeet ${command} --help`,
  });
}

const VALUE_LETTERS_MAX = 100;

/** As messages repeat it: not at any length. */
function shownValue(typed: string): string {
  const text = withoutPasswords(typed);
  if (text === '') return '""';
  return text.length > VALUE_LETTERS_MAX ? `${text.slice(0, VALUE_LETTERS_MAX)}…` : text;
}

/** Messages end up in logs: who types an address with user and password gets it back without them. */
const withoutPasswords = (text: string): string => text.replaceAll(/(\w:\/\/)[^/\s]*@/g, '$1***@');

const commanderCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const isShownAlready = (error: unknown): boolean =>
  ['commander.helpDisplayed', 'commander.version', 'commander.help'].includes(commanderCode(error) ?? '');

function usageError(error: unknown, command: string): unknown {
  if (!commanderCode(error)?.startsWith('commander.') || !(error instanceof Error)) return error;
  const message = withoutPasswords(error.message.replace(/^error: /, '').replaceAll('\n', ' '));
  return usage(message, command === '' ? 'gomeet --help' : `gomeet ${command} --help`);
}
