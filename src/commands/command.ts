import type { z } from 'zod';
import type { Context } from '../context.ts';
import type { ExitCode } from '../errors.ts';

/** A flag as the user types it, and the schema that turns its text into a value. */
export interface Flag {
  /** As commander writes it: `--participants <n>`, or `--wipe` for a switch. */
  readonly flags: string;
  readonly description: string;
  /** Parses the text (or `true` for a switch); its messages say what is accepted. */
  readonly schema: z.ZodType;
}

/** A positional argument: `<scenario>` must be given, `[run]` may be. */
export interface Argument {
  readonly name: string;
  readonly description: string;
  readonly schema: z.ZodType;
}

/** What a command hands to `main.ts`, which prints it: `text` for people, `data` in the envelope for programs. */
export interface CommandResult<Data> {
  readonly data: Data;
  readonly text: string;
  /** The text is for programs: a window that is narrower does not break its lines. */
  readonly isVerbatim?: boolean;
  /** 0 unless the command found something: a missed target (3), an unhealthy service (4) and so on. */
  readonly exitCode?: ExitCode;
  readonly warnings?: readonly string[];
}

type Values<Fields extends Record<string, { schema: z.ZodType }>> = {
  readonly [Name in keyof Fields]: z.output<Fields[Name]['schema']> | undefined;
};

/**
 * A command as data: what it takes, what it returns, what it runs. The file of a command reads in this
 * order: flags → one act → one view. `data` is the schema of the machine-readable result and is published
 * in `docs/schemas`.
 */
export interface Command<
  Arguments extends Record<string, Argument> = Record<string, Argument>,
  Flags extends Record<string, Flag> = Record<string, Flag>,
  Data extends z.ZodType = z.ZodType,
> {
  readonly description: string;
  /** Lines as one types them; what follows ` # ` is a remark. The first is of this command. */
  readonly examples: readonly string[];
  /** What to type after a result whose text does not say so itself; several with ` · ` between. */
  readonly next: string;
  readonly arguments: Arguments;
  readonly flags: Flags;
  readonly data: Data;
  run(ctx: Context, options: Values<Arguments> & Values<Flags>): Promise<CommandResult<z.output<Data>>>;
}

/** Gives a command its types; does nothing at run time. */
export function defineCommand<
  const Arguments extends Record<string, Argument>,
  const Flags extends Record<string, Flag>,
  Data extends z.ZodType,
>(command: Command<Arguments, Flags, Data>): Command<Arguments, Flags, Data> {
  return command;
}
